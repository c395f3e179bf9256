using Usher.Bots;
using Usher.Commanding;
using Usher.Runner;
using Usher.Storage;
using Usher.Telemetry;

namespace Usher.Lifecycle;

/// <summary>
/// Appends the events that are due, resends the pending command to a silent runner, and returns when to check again. Safe to repeat at any
/// time: an appended event is no longer due, and a runner ignores a command it already knows.
/// </summary>
internal sealed class BotAdvancement(
    BotStreams streams,
    RunnerSigns signs,
    RunnerCommands runner,
    LifecycleOptions options,
    TimeProvider clock
)
{
    /// <summary>If every race is lost, other writers have just changed the bot, so check again soon.</summary>
    private static readonly TimeSpan AfterLostRaces = TimeSpan.FromSeconds(1);

    /// <summary>A bot that waits for its runner has no deadline; it is still checked once a day.</summary>
    private static readonly TimeSpan WithoutDeadline = TimeSpan.FromDays(1);

    /// <returns>Null if the bot is done.</returns>
    public async Task<NextCheck?> AdvanceAsync(string project, BotId id, CancellationToken cancellationToken)
    {
        Tracing.Concerns(project, id);
        if (await streams.ReadAsync(project, id, cancellationToken) is not { } read)
        {
            return null;
        }

        var now = clock.GetUtcNow();
        var (lastHeartbeat, outages) = await signs.ReadAsync(read.Bot, now, cancellationToken);
        var advance = new BotCommand.Advance(options, lastHeartbeat, outages) { Actor = Actor.Lifecycle };
        switch (await streams.TransactAsync(project, id, advance, WriteTerms.None with { Read = read }, cancellationToken))
        {
            case Outcome.Done { Bot: { State.IsTerminal: false } bot }:
                (lastHeartbeat, outages) =
                    bot.State == read.Bot.State ? (lastHeartbeat, outages) : await signs.ReadAsync(bot, now, cancellationToken);
                var dueAt = LifecyclePolicy.Next(bot, now, options, lastHeartbeat, outages)?.At ?? now + WithoutDeadline;
                dueAt = await RemindAsync(bot, now, cancellationToken) is { } remindAt && remindAt < dueAt ? remindAt : dueAt;
                return new NextCheck(dueAt, LifecyclePolicy.TimerAt(bot, dueAt, options));
            case Outcome.Refused { Refusal: BotRefusal.LostEveryRace }:
                var soon = now + AfterLostRaces;
                return new NextCheck(soon, soon);
            default:
                return null;
        }
    }

    /// <returns>When to send the next reminder.</returns>
    private async Task<DateTimeOffset?> RemindAsync(Bot bot, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var (command, nextAt) = LifecyclePolicy.Reminder(bot, now, options);
        if (command is { } sequence)
        {
            var text = bot.State == BotState.Leaving ? RunnerCommand.Leave : RunnerCommand.Join;
            await runner.SendAsync(bot, sequence, text, cancellationToken);
        }

        return nextAt;
    }
}
