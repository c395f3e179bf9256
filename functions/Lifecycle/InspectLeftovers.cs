using Usher.Storage;
using Usher.Telemetry;

namespace Usher.Lifecycle;

/// <summary>
/// Once a minute: messages that were given up are an error for as long as they lie there, and so is a deadline that nobody looks at; places
/// of bots that are gone are given back, and how long messages have been waiting is measured, so that a consumer that has stopped is seen.
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
        "Queue {Queue}-poison holds message {Message} about {Bot} since {Since}: it failed again and again, and waits to be retried."
    )]
    private static partial void LogPoison(ILogger logger, string queue, string message, string bot, DateTimeOffset? since);

    [LoggerMessage(LogLevel.Error, "A deadline has been overdue since {DueAt} and nobody looks at it: bots are not advanced.")]
    private static partial void LogOverdue(ILogger logger, DateTimeOffset dueAt);

    [LoggerMessage(LogLevel.Error, "{Project} {Bot} could not be looked at: it keeps its place among the concurrent bots.")]
    private static partial void LogUnreadable(ILogger logger, string project, string bot, Exception exception);
}
