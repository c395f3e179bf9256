using System.Collections.Concurrent;
using Usher.Lifecycle;

namespace Usher.Tests.Lifecycle;

/// <summary>
/// An activity that follows its test's script call by call and records when it was called; after the last call the bot is done.
/// </summary>
internal sealed class ScriptedActivity(IReadOnlyList<Func<Task<DateTimeOffset?>>> script)
{
    private readonly ConcurrentQueue<(DateTimeOffset At, BotReference Bot)> calls = new();

    public IReadOnlyList<(DateTimeOffset At, BotReference Bot)> Calls => [.. calls];

    public Task<DateTimeOffset?> RunAsync(BotReference bot)
    {
        calls.Enqueue((TimeProvider.System.GetUtcNow(), bot));
        var number = calls.Count - 1;
        return number < script.Count ? script[number]() : Task.FromResult<DateTimeOffset?>(null);
    }
}
