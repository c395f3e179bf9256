using Usher.Hosting.Durable;

namespace Usher.Hosting;

/// <summary>A queue message that the host hands over. Delivered at least once; a failed invocation brings it back.</summary>
internal sealed class QueueTrigger(HostInvocation invocation, string binding, DurableTaskClientFactory clients)
{
    public string MessageText { get; } = HostValue.DecodeText(invocation.Binding(binding));

    /// <summary>The queue's id of the message. A hint for logs only: a message with a property <c>Id</c> hides it.</summary>
    public string? MessageId { get; } = invocation.MetadataEntry("Id") is { } id ? HostValue.DecodeText(id) : null;

    /// <summary>1 at the first delivery. A hint only: a message with a property of this name hides it.</summary>
    public int? DequeueCount { get; } = invocation.MetadataEntry(nameof(DequeueCount)) is { } count ? HostValue.DecodeInt32(count) : null;

    /// <summary>When the message was put into the queue, in whole seconds. A hint only: a message with a property of this name hides it.</summary>
    public DateTimeOffset? InsertionTime { get; } = invocation.MetadataEntry(nameof(InsertionTime)) is { } date ? HostValue.DecodeDate(date) : null;

    /// <param name="bindingName">The name of the durableClient binding in function.json.</param>
    public DurableTaskClient Client(string bindingName) => clients.Create(invocation.Binding(bindingName));
}
