using Usher.Storage;

namespace Usher.Webhooks;

/// <summary>
/// The last line: finds deliveries that nobody has gone on with, and sends the message that they lack. Queues can be emptied, and a message
/// that failed again and again is given up; the record stays, and so does the bot's row that brings it here.
/// </summary>
internal sealed partial class WakeOverdueDeliveries(
    WatchedBots watched,
    WebhookDeliveries deliveries,
    BotQueues queues,
    TimeProvider clock,
    ILogger<WakeOverdueDeliveries> logger
)
{
    private const string EveryMinute = "15 * * * * *";

    private readonly DeadlinePass pass = new(watched.Deadlines, clock, logger);

    [Function(nameof(WakeOverdueDeliveries))]
    public Task RunAsync([TimerTrigger(EveryMinute, UseMonitor = false)] TimerInfo timer, CancellationToken cancellationToken) =>
        pass.RunAsync(clock.GetUtcNow(), LookAsync, cancellationToken);

    private async Task LookAsync(StoredDeadline bot, CancellationToken cancellationToken)
    {
        var (project, id, now) = (bot.Deadline.Project, bot.Deadline.Bot, clock.GetUtcNow());
        DateTimeOffset? next = null;
        await foreach (var delivery in deliveries.PendingOfBotAsync(project, id, cancellationToken))
        {
            if (delivery.OverdueAt <= now)
            {
                LogOverdue(logger, project, id.ToString(), delivery.Sequence, delivery.Subscription, delivery.OverdueAt);
                await queues.Webhooks.SendAsync(WebhookMessage.Deliver.Of(delivery).ToJson(), delay: null, cancellationToken);
            }

            var look = NextLook(delivery.OverdueAt, now);
            next = next < look ? next : look;
        }

        await watched.Deadlines.MoveAsync(bot, next, cancellationToken);
    }

    /// <summary>
    /// The longer it is overdue, the longer until it is woken again: where the queue is only slow, messages must not make it slower.
    /// </summary>
    private static DateTimeOffset NextLook(DateTimeOffset overdueAt, DateTimeOffset now) =>
        overdueAt > now ? overdueAt
        : now - overdueAt > WatchedBots.Period ? now + (now - overdueAt)
        : now + WatchedBots.Period;

    [LoggerMessage(
        LogLevel.Warning,
        "{Project} {Bot} #{Sequence} to {Subscription} was overdue at {OverdueAt} and nobody has gone on with it: it is woken."
    )]
    private static partial void LogOverdue(
        ILogger logger,
        string project,
        string bot,
        int sequence,
        string subscription,
        DateTimeOffset overdueAt
    );
}
