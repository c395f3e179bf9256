using System.Collections.Concurrent;
using Usher.Bots;

namespace Usher.Storage;

/// <summary>
/// The table <c>webhookdeadlines</c>: bots whose webhooks are looked after once more some minutes later, whatever becomes of the messages
/// in the queue. A row is there before a delivery is pending; what happens within one period shares it.
/// </summary>
internal sealed class WatchedBots(Deadlines deadlines, TimeProvider clock)
{
    /// <summary>A bot is looked at between one and two of them after something is to be told of it.</summary>
    public static readonly TimeSpan Period = TimeSpan.FromMinutes(2);

    private const int MaxRemembered = 10_000;

    private readonly ConcurrentDictionary<BotId, DateTimeOffset> remembered = new();

    /// <summary>When which bot is to be looked at.</summary>
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
