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
