using Usher.Bots;
using Usher.Commanding;
using Usher.Runner;
using Usher.Storage;
using Usher.Telemetry;

namespace Usher.Lifecycle;

/// <summary>
/// Appends what is due by now, tells a silent runner again what it was told, and answers when to look again. It may run twice or at any
/// time: what is done is not due any more, and a runner ignores a command that it knows.
/// </summary>
internal sealed class BotAdvancement(
    BotStreams streams,
    RunnerSigns signs,
    RunnerCommands runner,
    LifecycleOptions options,
    TimeProvider clock
)
{
    /// <summary>After losing every race the bot has just been changed by others: it is looked at again soon.</summary>
    private static readonly TimeSpan AfterLostRaces = TimeSpan.FromSeconds(1);

    /// <summary>Nothing is due by the clock in a bot that waits for its runner; it is looked at once a day all the same.</summary>
    private static readonly TimeSpan WithoutDeadline = TimeSpan.FromDays(1);

    /// <returns>Null: the bot is done.</returns>
    public async Task<NextLook?> AdvanceAsync(string project, BotId id, CancellationToken cancellationToken)
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
                return new NextLook(dueAt, LifecyclePolicy.TimerAt(bot, dueAt, options));
            case Outcome.Refused { Refusal: BotRefusal.LostEveryRace }:
                var soon = now + AfterLostRaces;
                return new NextLook(soon, soon);
            default:
                return null;
        }
    }

    /// <returns>When to do so again.</returns>
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
