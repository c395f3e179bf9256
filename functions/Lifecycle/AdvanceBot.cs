using System.Text.Json;
using Usher.Bots;
using Usher.Runner;
using Usher.Storage;
using Usher.Telemetry;

namespace Usher.Lifecycle;

/// <summary>
/// The one activity: appends what is due by now, tells a silent runner again what it was told, and answers when to look again. It may run twice or at any time: what is
/// done is not due any more, and a runner ignores a command that it knows.
/// </summary>
internal sealed class AdvanceBot(BotStreams streams, Heartbeats heartbeats, RunnerCommands runner, LifecycleOptions options, TimeProvider clock)
{
    public const string FunctionName = "AdvanceBot";

    /// <summary>After losing every race the bot has just been changed by others: it is looked at again soon.</summary>
    private static readonly TimeSpan AfterLostRaces = TimeSpan.FromSeconds(1);

    /// <summary>Nothing is due by the clock in a bot that waits for its runner; it is looked at once a day all the same.</summary>
    private static readonly TimeSpan WithoutDeadline = TimeSpan.FromDays(1);

    /// <returns>The time to look again as JSON text, or null: the bot is done.</returns>
    public async Task<string?> RunAsync(string? input, CancellationToken cancellationToken)
    {
        var reference = BotReference.Parse(input!);
        var id = BotId.Parse(reference.Bot);
        Tracing.Concerns(reference.Project, id);
        if (await streams.ReadAsync(reference.Project, id, cancellationToken) is not { } read)
        {
            return null;
        }

        var lastHeartbeat = await heartbeats.LastAsync(read.Bot, cancellationToken);
        var now = clock.GetUtcNow();
        var advance = new BotCommand.Advance(options, lastHeartbeat) { Actor = Actor.Lifecycle };
        DateTimeOffset? lookAgainAt = await streams.TransactAsync(reference.Project, id, advance, WriteTerms.None with { Read = read }, cancellationToken) switch
        {
            Outcome.Done { Bot.State.IsTerminal: true } => null,
            Outcome.Done done => Earlier(
                LifecyclePolicy.Next(done.Bot, now, options, done.Bot.State == read.Bot.State ? lastHeartbeat : await heartbeats.LastAsync(done.Bot, cancellationToken))?.At ?? now + WithoutDeadline,
                await RemindAsync(done.Bot, now, cancellationToken)),
            Outcome.Refused { Refusal: BotRefusal.LostEveryRace } => now + AfterLostRaces,
            _ => null,
        };
        return lookAgainAt is { } time ? JsonSerializer.Serialize(time, LifecycleJson.Default.DateTimeOffset) : null;
    }

    /// <returns>When to do so again.</returns>
    private async Task<DateTimeOffset?> RemindAsync(Bot bot, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var (command, nextAt) = LifecyclePolicy.Reminder(bot, now, options);
        if (command is { } sequence)
        {
            await runner.SendAsync(bot, sequence, bot.State == BotState.Leaving ? RunnerCommand.Leave : RunnerCommand.Join, cancellationToken);
        }

        return nextAt;
    }

    private static DateTimeOffset Earlier(DateTimeOffset one, DateTimeOffset? other) => other < one ? other.Value : one;
}
