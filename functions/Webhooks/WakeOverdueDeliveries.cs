using Usher.Storage;

namespace Usher.Webhooks;

/// <summary>
/// The last resort: finds deliveries that have stopped and sends their missing message. Queues can be cleared, and a message that keeps
/// failing goes to the poison queue; the delivery's record and the bot's row that leads to it remain.
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

    private readonly DeadlineSweep pass = new(watched.Deadlines, clock, logger);

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

            var look = NextCheck(delivery.OverdueAt, now);
            next = next < look ? next : look;
        }

        await watched.Deadlines.MoveAsync(bot, next, cancellationToken);
    }

    /// <summary>
    /// The longer a delivery is overdue, the longer until the next wake: if the queue is merely slow, more messages must not make it
    /// slower.
    /// </summary>
    private static DateTimeOffset NextCheck(DateTimeOffset overdueAt, DateTimeOffset now) =>
        overdueAt > now ? overdueAt
        : now - overdueAt > WatchedBots.Period ? now + (now - overdueAt)
        : now + WatchedBots.Period;

    [LoggerMessage(LogLevel.Warning, "{Project} {Bot} #{Sequence} to {Subscription} was overdue at {OverdueAt} and is resumed.")]
    private static partial void LogOverdue(
        ILogger logger,
        string project,
        string bot,
        int sequence,
        string subscription,
        DateTimeOffset overdueAt
    );
}
