using Azure;
using Usher.Storage;

namespace Usher.Cli;

/// <summary>Whether storage can be written, what has been waiting too long, and which messages failed for good.</summary>
internal sealed class StorageExamination(
    StorageSetup setup,
    StorageAccount account,
    Projects projects,
    PoisonQueues poison,
    Deadlines deadlines,
    TimeProvider clock
)
{
    /// <summary>The watchdog runs every 15 s.</summary>
    private static readonly TimeSpan LongestOverdue = TimeSpan.FromMinutes(3);
    private static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan LargestDrift = TimeSpan.FromSeconds(10);

    /// <exception cref="RequestFailedException">Storage does not respond as it should.</exception>
    public async Task<IReadOnlyList<Finding>> ExamineAsync(CancellationToken cancellationToken)
    {
        await setup.EnsureAsync();
        return
        [
            await ClockAsync(cancellationToken),
            await ProjectsAsync(cancellationToken),
            .. await Task.WhenAll(BotQueues.Names.Select(queue => WaitingAsync(queue, cancellationToken))),
            await PoisonAsync(cancellationToken),
            await OverdueAsync(cancellationToken),
        ];
    }

    /// <param name="drift">How far this machine's clock is ahead of storage's; negative if it is behind.</param>
    private static Finding OfClock(TimeSpan drift) =>
        drift.Duration() < LargestDrift
            ? new Finding(FindingLevel.Fine, "Storage can be written and read, and its clock agrees with this machine's.")
            : new Finding(
                FindingLevel.Error,
                $"This machine's clock is {drift.Duration().TotalSeconds:N0} s {(drift < TimeSpan.Zero ? "behind" : "ahead of")} "
                    + "storage's, so bots would join at the wrong time. Synchronize it with NTP."
            );

    /// <summary>Writes and reads a row, and gets the service's time.</summary>
    private async Task<Finding> ClockAsync(CancellationToken cancellationToken) =>
        OfClock(await account.TryAsync(cancellationToken) is { } serviceTime ? clock.GetUtcNow() - serviceTime : TimeSpan.Zero);

    private async Task<Finding> ProjectsAsync(CancellationToken cancellationToken) =>
        (await projects.ListAsync(cancellationToken)).Count switch
        {
            0 => new Finding(
                FindingLevel.Warning,
                "There is no project, so nobody can use the API. To create one, run: usher projects create <id>"
            ),
            var count => new Finding(FindingLevel.Fine, $"Projects: {count}."),
        };

    private async Task<Finding> WaitingAsync(string queue, CancellationToken cancellationToken)
    {
        var advice =
            queue == BotQueues.CommandsName
                ? "Make sure that a runner is running and takes messages from it."
                : "Make sure that the app is running and that its functions are enabled.";
        return await account.QueueWaitsSinceAsync(queue, cancellationToken) is { } since && clock.GetUtcNow() - since > LongestWait
            ? new Finding(FindingLevel.Error, $"A message has been waiting in {queue} since {since:u}. {advice}")
            : new Finding(FindingLevel.Fine, $"No message has been waiting too long in {queue}.");
    }

    private async Task<Finding> PoisonAsync(CancellationToken cancellationToken) =>
        await poison.PeekAsync(cancellationToken) switch
        {
            [var first, ..] and var all => new Finding(
                FindingLevel.Error,
                $"Messages that failed for good: {await poison.CountAsync(cancellationToken)}, from "
                    + $"{string.Join(", ", all.Select(message => message.Queue).Distinct())}, the first about {first.Bot ?? "no bot"}. "
                    + $"Fix the cause, which is in the log, and retry them with POST /manage/v1/poison/{first.Queue}/retry"
            ),
            _ => new Finding(FindingLevel.Fine, "No message has failed for good."),
        };

    private async Task<Finding> OverdueAsync(CancellationToken cancellationToken)
    {
        var overdue = await deadlines.PassedAsync(clock.GetUtcNow() - LongestOverdue, cancellationToken).CountAsync(cancellationToken);
        return overdue == 0
            ? new Finding(FindingLevel.Fine, "No deadline is overdue.")
            : new Finding(
                FindingLevel.Error,
                $"Overdue deadlines: {overdue}. Make sure that the app is running and that its function WakeOverdueBots is enabled."
            );
    }
}
