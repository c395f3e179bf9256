using Usher.Bots;
using Usher.Storage;

namespace Usher.Api.Attendee;

/// <summary>Adds to <c>join_requested</c> events how punctual their bots were.</summary>
internal sealed class Punctuality(BotStore store, BotIndex index)
{
    /// <summary>Events processed in parallel, with three reads each.</summary>
    private const int AtOnce = 16;

    /// <summary>The events as resources of the feeds.</summary>
    /// <param name="bot">The bot of the events if it has already been read; otherwise null.</param>
    public async Task<IReadOnlyList<EventResource>> TellAsync(
        string project,
        IReadOnlyList<FeedEvent> events,
        Bot? bot,
        CancellationToken cancellationToken
    )
    {
        var resources = events.Select(EventResource.From).ToArray();
        var joins = events.Index().Where(fed => fed.Item.Type == BotEventType.JoinRequested.Name);
        var options = new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellationToken };
        await Parallel.ForEachAsync(
            joins,
            options,
            async (join, token) =>
                resources[join.Index] = resources[join.Index] with { Punctuality = await OfAsync(project, bot, join.Item, token) }
        );
        return resources;
    }

    /// <summary>A claim of the join command happens while the bot is joining, or never.</summary>
    private async Task<PunctualityResource?> OfAsync(
        string project,
        Bot? read,
        FeedEvent joinRequested,
        CancellationToken cancellationToken
    )
    {
        var id = BotId.Parse(joinRequested.BotId);
        if ((read ?? (await store.ReadAsync(project, id, cancellationToken))?.Bot) is not { } bot)
        {
            return null;
        }

        var next = await store
            .EventsAsync(project, id, joinRequested.Sequence + 1, bot.Version, cancellationToken)
            .FirstOrDefaultAsync(stored => stored.Event is BotEvent.Claimed || stored.NewState != BotState.Joining, cancellationToken);
        var sentAt = await index.JoinCommandSentAtAsync(id, cancellationToken);
        return PunctualityResource.From(bot, joinRequested.At, sentAt, (next?.Event as BotEvent.Claimed)?.At);
    }
}
