using System.Collections.Concurrent;
using Usher.Bots;
using Usher.Meetings;

namespace Usher.Storage;

/// <summary>Reads the meeting events that feed entries refer to from their streams.</summary>
internal sealed class FeedMeetingEvents(BotStore bots, MeetingReader reader, MeetingStore meetings)
{
    /// <summary>Bots in parallel; each bot's queries run in sequence.</summary>
    private const int AtOnce = 16;

    /// <returns>By bot and sequence, without events that are deleted or never published.</returns>
    public async Task<IReadOnlyDictionary<(string Bot, int Sequence), FeedEvent>> ReadAsync(
        string project,
        IEnumerable<(FeedBatch Batch, int Sequence)> entries,
        CancellationToken cancellationToken
    )
    {
        ConcurrentDictionary<(string Bot, int Sequence), FeedEvent> read = [];
        var options = new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellationToken };
        await Parallel.ForEachAsync(
            entries.GroupBy(entry => entry.Batch.BotId),
            options,
            async (some, token) =>
            {
                var id = BotId.Parse(some.Key);
                if (await bots.ReadAsync(project, id, token) is { Bot: var bot })
                {
                    foreach (var told in await OfBotAsync(bot, some, token))
                    {
                        read[(some.Key, told.Stored.Sequence)] = FeedEvent.Of(id, told);
                    }
                }
            }
        );
        return read;
    }

    /// <summary>One query per kind: rows between two events of a kind are of another kind or also wanted.</summary>
    private async Task<IReadOnlyList<PublishedMeetingEvent>> OfBotAsync(
        Bot bot,
        IEnumerable<(FeedBatch Batch, int Sequence)> entries,
        CancellationToken cancellationToken
    )
    {
        List<StoredMeetingEvent> events = [];
        foreach (var kind in entries.GroupBy(entry => entry.Batch.Kind, entry => entry.Sequence))
        {
            var stored = reader.EventsAsync(bot, kind.Key, kind.Min(), kind.Max(), cancellationToken);
            events.AddRange(await stored.Where(next => PublishedMeetingEvent.IsTold(next.Event)).ToListAsync(cancellationToken));
        }

        return events.Count == 0 ? [] : await meetings.ResolveAsync(bot.Project, bot.Id, events, cancellationToken);
    }
}
