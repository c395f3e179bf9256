using Usher.Storage;
using Usher.Telemetry;

namespace Usher.Lifecycle;

/// <summary>
/// Once a minute: logs an error for every message in a poison queue and for a deadline that the watchdog has missed, releases the slots of
/// bots that are gone, and measures how long messages have been waiting, which reveals a stopped consumer.
/// </summary>
internal sealed partial class InspectLeftovers(
    PoisonQueues poison,
    StorageAccount account,
    BotSlots slots,
    OverdueDeadlines overdue,
    TimeProvider clock,
    ILogger<InspectLeftovers> logger
)
{
    [Function(nameof(InspectLeftovers))]
    public async Task RunAsync([TimerTrigger("30 * * * * *", UseMonitor = false)] TimerInfo timer, CancellationToken cancellationToken)
    {
        foreach (var message in await poison.PeekAsync(cancellationToken))
        {
            LogPoison(logger, message.Queue, message.Id, message.Bot ?? "no bot", message.Since);
        }

        if (await overdue.OldestAsync(cancellationToken) is { } oldest && overdue.IsTooLong(oldest))
        {
            LogOverdue(logger, oldest);
        }

        foreach (var (project, bot, why) in slots.IsLimited ? await slots.ReconcileAsync(cancellationToken) : [])
        {
            LogUnreadable(logger, project, bot, why);
        }

        await (Measures.HearsOfQueues ? MeasureAsync(cancellationToken) : Task.CompletedTask);
    }

    private async Task MeasureAsync(CancellationToken cancellationToken)
    {
        foreach (var queue in BotQueues.Names)
        {
            Measures.Waits(queue, clock.GetUtcNow() - await account.QueueWaitsSinceAsync(queue, cancellationToken) ?? TimeSpan.Zero, clock);
        }
    }

    [LoggerMessage(
        LogLevel.Error,
        "Queue {Queue}-poison holds message {Message} about {Bot} since {Since}: it failed repeatedly and is waiting to be retried."
    )]
    private static partial void LogPoison(ILogger logger, string queue, string message, string bot, DateTimeOffset? since);

    [LoggerMessage(LogLevel.Error, "A deadline has been overdue since {DueAt} and was never checked: bots are not being advanced.")]
    private static partial void LogOverdue(ILogger logger, DateTimeOffset dueAt);

    [LoggerMessage(LogLevel.Error, "{Project} {Bot} could not be checked: it keeps its slot among the concurrent bots.")]
    private static partial void LogUnreadable(ILogger logger, string project, string bot, Exception exception);
}
