using System.Text.Json;
using Usher.Hosting.Durable;

namespace Usher.Hosting;

/// <summary>A tick of a timer function. The host runs one at a time over all instances of the app.</summary>
internal sealed class TimerTrigger(HostInvocation invocation, string binding, DurableTaskClientFactory clients)
{
    /// <summary>The tick comes later than the schedule says, for example after the app was down.</summary>
    public bool IsPastDue { get; } =
        HostValue.Decode(invocation.Binding(binding)) is { ValueKind: JsonValueKind.Object } timer
        && timer.TryGetProperty(nameof(IsPastDue), out var isPastDue)
        && isPastDue.ValueKind == JsonValueKind.True;

    /// <param name="bindingName">The name of the durableClient binding in function.json.</param>
    public DurableTaskClient Client(string bindingName) => clients.Create(invocation.Binding(bindingName));
}
