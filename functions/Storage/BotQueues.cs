namespace Usher.Storage;

/// <summary>
/// The queues: <c>bot-events</c> announces bot events; <c>meeting-events</c> announces meeting events, separately so that talk in a meeting
/// never delays a bot; <c>bot-commands</c> carries commands to runners; <c>webhook-deliveries</c> carries webhook deliveries.
/// </summary>
internal sealed record BotQueues(MessageQueue Events, MessageQueue Meetings, MessageQueue Commands, MessageQueue Webhooks)
{
    public const string EventsName = "bot-events";
    public const string MeetingsName = "meeting-events";
    public const string CommandsName = "bot-commands";
    public const string WebhooksName = "webhook-deliveries";

    /// <summary>The queues that trigger functions.</summary>
    public static readonly IReadOnlyList<string> Names = [EventsName, MeetingsName, CommandsName, WebhooksName];
}
