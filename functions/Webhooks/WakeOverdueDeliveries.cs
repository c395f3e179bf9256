using Usher.Storage;

namespace Usher.Webhooks;

/// <summary>
/// The last line: finds deliveries that nobody has gone on with, and sends the message that they lack. Queues can be emptied, and a message
/// that failed again and again is given up; the record stays, and so does the bot's row that brings it here.
/// </summary>
internal sealed partial class WakeOverdueDeliveries(
    WatchedBots watched, WebhookDeliveries deliveries, BotQueues queues, TimeProvider clock, ILogger<WakeOverdueDeliveries> logger)
{
    private const string EveryMinute = "15 * * * * *";

    /// <summary>
    /// One bot that fails is left for the next round; so many are a fault of something else, which one round does not wait out.
    /// </summary>
    private const int MaxFailures = 10;

    /// <summary>Bots that are looked at at the same time.</summary>
    private const int Parallel = 8;

    [Function(nameof(WakeOverdueDeliveries))]
    public async Task RunAsync([TimerTrigger(EveryMinute, UseMonitor = false)] TimerInfo timer, CancellationToken cancellationToken)
    {
        var failures = 0;
        await System.Threading.Tasks.Parallel.ForEachAsync(
            watched.PassedAsync(cancellationToken),
            new ParallelOptions { MaxDegreeOfParallelism = Parallel, CancellationToken = cancellationToken },
            async (bot, token) =>
            {
                try
                {
                    await LookAsync(bot, token);
                }
                catch (Exception exception) when (
                    !token.IsCancellationRequested && Interlocked.Increment(ref failures) < MaxFailures)
                {
                    LogFailed(logger, bot.Deadline.Project, bot.Deadline.Bot.ToString(), exception);
                }
            });
    }

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

        await watched.LookedAsync(bot, next, cancellationToken);
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
        "{Project} {Bot} #{Sequence} to {Subscription} was overdue at {OverdueAt} and nobody has gone on with it: it is woken.")]
    private static partial void LogOverdue(
        ILogger logger, string project, string bot, int sequence, string subscription, DateTimeOffset overdueAt);

    [LoggerMessage(LogLevel.Error, "The webhooks of {Project} {Bot} could not be looked at; they are looked at again in the next round.")]
    private static partial void LogFailed(ILogger logger, string project, string bot, Exception exception);
}
