using System.Collections.Concurrent;
using Usher.Bots;

namespace Usher.Storage;

/// <summary>
/// The table <c>webhookdeadlines</c>: bots whose deliveries are checked again some minutes later, even if their queue messages are lost. A
/// row must exist before a delivery is pending; deliveries within one period share it.
/// </summary>
internal sealed class WatchedBots(Deadlines deadlines, TimeProvider clock)
{
    /// <summary>A bot is checked one to two periods after it gets a delivery.</summary>
    public static readonly TimeSpan Period = TimeSpan.FromMinutes(2);

    private const int MaxRemembered = 10_000;

    private readonly ConcurrentDictionary<BotId, DateTimeOffset> remembered = new();

    /// <summary>When each bot is to be checked.</summary>
    public Deadlines Deadlines => deadlines;

    public async Task AddAsync(string project, BotId bot, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var dueAt = new DateTimeOffset(now.UtcTicks - (now.UtcTicks % Period.Ticks), TimeSpan.Zero) + (2 * Period);
        if (remembered.TryGetValue(bot, out var known) && known == dueAt)
        {
            return;
        }

        await deadlines.WriteAsync(new Deadline(project, bot, dueAt), cancellationToken);
        if (remembered.Count >= MaxRemembered)
        {
            remembered.Clear();
        }

        remembered[bot] = dueAt;
    }
}
