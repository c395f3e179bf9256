using Azure.Storage.Queues;

namespace Usher.Storage;

/// <summary>
/// The queues: <c>bot-events</c> announces events, <c>meeting-events</c> what runners hear and see, so that the talk of a meeting never
/// delays a bot; <c>bot-commands</c> tells runners what to do, <c>webhook-deliveries</c> tells subscribers.
/// </summary>
internal sealed record BotQueues(MessageQueue Events, MessageQueue Meetings, MessageQueue Commands, MessageQueue Webhooks)
{
    public const string EventsName = "bot-events";
    public const string MeetingsName = "meeting-events";
    public const string CommandsName = "bot-commands";
    public const string WebhooksName = "webhook-deliveries";

    /// <summary>The queues that a function is triggered by.</summary>
    public static readonly IReadOnlyList<string> Names = [EventsName, MeetingsName, CommandsName, WebhooksName];
}

/// <summary>A queue of texts, base64 on the wire as the Functions host reads them.</summary>
internal sealed class MessageQueue(QueueClient client)
{
    /// <summary>At least once: a try whose answer got lost is repeated.</summary>
    /// <param name="delay">How long the message stays invisible, up to 7 days.</param>
    public Task SendAsync(string text, TimeSpan? delay = null, CancellationToken cancellationToken = default) =>
        client.SendMessageAsync(text, delay, timeToLive: TimeSpan.FromSeconds(-1), cancellationToken);

    public Task CreateIfNotExistsAsync(CancellationToken cancellationToken) => client.CreateIfNotExistsAsync(cancellationToken: cancellationToken);
}
