using Azure;
using Azure.Data.Tables;
using Usher.Bots;
using Usher.Bots.Webhooks;

namespace Usher.Storage;

/// <summary>
/// Erases what identifies people, and all content, of one bot wherever it is stored: events and projection, copies in the feed, answers
/// kept for repeated requests, webhook deliveries, pictures and sounds, the meeting stream, and recordings. The facts stay. Every step
/// replaces rows under their ETags, so erasure can stop anywhere and start again, and concurrent writers lose nothing.
/// </summary>
internal sealed class BotErasure(
    TableClient bots,
    TableClient deliveries,
    MeetingStore meetings,
    Recordings recordings,
    params IReadOnlyList<BotFiles> files
)
{
    /// <summary>A transaction holds 100 operations; one of them is the head.</summary>
    private const int MaxAtOnce = 99;
    private const int MaxRaces = 20;

    private static readonly string[] Settled = ["delivered", "failed", "cancelled"];

    /// <param name="project">The bot's project.</param>
    /// <param name="id">The bot.</param>
    /// <param name="upTo">The sequence number of the last event to erase; later events are new.</param>
    /// <param name="cancellationToken">Interrupts the erasure, which can be resumed.</param>
    /// <returns>False if one of the bot's own webhooks still awaits a delivery: its URL is erased only afterwards, so call again.</returns>
    public async Task<bool> EraseAsync(string project, BotId id, int upTo, CancellationToken cancellationToken)
    {
        await EraseStreamAsync(project, id, upTo, cancellationToken);
        await EraseFeedAsync(project, id, upTo, cancellationToken);
        await EraseAnswersAsync(project, id, cancellationToken);
        foreach (var some in files)
        {
            await some.RemoveAsync(project, id, cancellationToken);
        }

        await meetings.EraseAsync(project, id, cancellationToken);
        await recordings.RemoveAsync(project, id, cancellationToken);
        return await EraseDeliveriesAsync(project, id, upTo, cancellationToken);
    }

    private async Task EraseStreamAsync(string project, BotId id, int upTo, CancellationToken cancellationToken)
    {
        for (var race = 0; race < MaxRaces; race++)
        {
            if (await TryEraseStreamAsync(project, id, upTo, cancellationToken))
            {
                return;
            }
        }

        throw LostEveryRace(id.ToString());
    }

    /// <summary>Replaces a batch of events together with the matching projection in one transaction, so that they never disagree.</summary>
    /// <returns>False if the stream has changed in the meantime.</returns>
    private async Task<bool> TryEraseStreamAsync(string project, BotId id, int upTo, CancellationToken cancellationToken)
    {
        var partition = StreamRows.Partition(project, id);
        if (await bots.FindAsync(partition, StreamRows.Head(id), null, cancellationToken) is not { } head)
        {
            return true;
        }

        List<StoredEvent> events = [];
        List<(int Index, BotEvent Event, TableEntity Row, ETag ETag)> excessive = [];
        await foreach (var row in bots.RangeAsync(partition, $"{StreamRows.EventPrefix}{id}|", cancellationToken))
        {
            if (StoredEvents.FromRow(row) is { } stored)
            {
                var erased = row.Copy();
                erased.ReplaceLargeText("Data", StoredEvents.Payload(Erasure.Of(stored.Event)));
                if (stored.Sequence <= upTo && !erased.DeepEquals(row))
                {
                    excessive.Add((events.Count, Erasure.Of(stored.Event), erased, row.ETag));
                }

                events.Add(stored);
            }
        }

        var etag = head.ETag;
        foreach (var some in excessive.Chunk(MaxAtOnce))
        {
            foreach (var (index, erased, _, _) in some)
            {
                events[index] = events[index] with { Event = erased };
            }

            var folded = BotTransaction.Head(Bot.Fold(id, events.Select(stored => stored.Event)), events[^1].Commit);
            try
            {
                var answers = await bots.SubmitTransactionAsync(
                    [Replace(folded, etag), .. some.Select(entry => Replace(entry.Row, entry.ETag))],
                    cancellationToken
                );
                etag = answers.Value[0].Headers.ETag!.Value;
            }
            catch (RequestFailedException conflict) when (conflict.Status is 404 or 412)
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>
    /// Erases unnumbered rows first, then numbered ones: a reader that numbers a row in the meantime copies it as it is then, under its
    /// ETag.
    /// </summary>
    private async Task EraseFeedAsync(string project, BotId id, int upTo, CancellationToken cancellationToken)
    {
        var partition = StreamRows.Partition(project, id);
        var events = await bots.RangeAsync(partition, $"{StreamRows.EventPrefix}{id}|", cancellationToken)
            .Select(row => StoredEvents.FromRow(row))
            .OfType<StoredEvent>()
            .Where(stored => stored.Sequence <= upTo)
            .ToDictionaryAsync(stored => stored.Sequence, cancellationToken: cancellationToken);
        var found = 0;
        await foreach (var row in bots.RangeAsync(partition, StreamRows.UnnumberedOf(id), cancellationToken))
        {
            found += FeedBatch.FromRow(row) is null ? 1 : 0;
            await ChangeAsync(bots, row, Erase, cancellationToken);
        }

        await foreach (var pointer in bots.RangeAsync(partition, StreamRows.FedPointersOf(id), cancellationToken))
        {
            found++;
            if (await bots.FindAsync(partition, StreamRows.Fed(pointer.GetInt64("Number")!.Value), null, cancellationToken) is { } row)
            {
                await ChangeAsync(bots, row, Erase, cancellationToken);
            }
        }

        if (found < events.Count)
        {
            // Numbered before pointers existed, or removed because of their age.
            var (first, end) = (StreamRows.Fed(0), StreamRows.LastFed);
            var filter = TableClient.CreateQueryFilter(
                $"PartitionKey eq {partition} and RowKey ge {first} and RowKey lt {end} and BotId eq {id.ToString()}"
            );
            await foreach (var row in bots.QueryAsync<TableEntity>(filter, cancellationToken: cancellationToken))
            {
                await ChangeAsync(bots, row, Erase, cancellationToken);
            }
        }

        // Of the meeting, the feed holds only references.
        void Erase(TableEntity fed)
        {
            if (fed.GetInt32("Sequence") is { } sequence && events.TryGetValue(sequence, out var stored))
            {
                fed.ReplaceLargeText("Data", EventData.Of(Erasure.Of(stored.Event))?.Text);
            }
        }
    }

    /// <summary>The answer must stay, because the request must not be carried out again; only its facts are kept.</summary>
    private async Task EraseAnswersAsync(string project, BotId id, CancellationToken cancellationToken)
    {
        var (first, end) = (StreamRows.RequestPrefix, StreamRows.Behind(StreamRows.RequestPrefix));
        var filter = TableClient.CreateQueryFilter(
            $"PartitionKey eq {StreamRows.Partition(project, id)} and RowKey ge {first} and RowKey lt {end} and Bot eq {id.ToString()}"
        );
        await foreach (var row in bots.QueryAsync<TableEntity>(filter, cancellationToken: cancellationToken))
        {
            await ChangeAsync(
                bots,
                row,
                kept => kept.ReplaceLargeText("Answer", ErasedAnswer.Of(kept.GetLargeText("Answer")!)),
                cancellationToken
            );
        }
    }

    private async Task<bool> EraseDeliveriesAsync(string project, BotId id, int upTo, CancellationToken cancellationToken)
    {
        var areSettled = true;
        await foreach (var row in deliveries.RangeAsync(StreamRows.Partition(project, id), $"{id}|", cancellationToken))
        {
            var key = row.RowKey.Split('|');
            if (EventPlace.Parse(key[1]) is not { IsOfMeeting: false } place)
            {
                // The meeting's content is erased, and with it all deliveries about it.
                await deliveries.DeleteEntityAsync(row.PartitionKey, row.RowKey, ETag.All, cancellationToken);
            }
            else if (place.Sequence <= upTo)
            {
                var isOwn = WebhookSubscription.IsBotsOwn(key[2]);
                await ChangeAsync(deliveries, row, Erase, cancellationToken);

                void Erase(TableEntity delivery)
                {
                    delivery.ReplaceLargeText("Body", ErasedWebhookBody.Of(delivery.GetLargeText("Body")!));
                    var isSettled = Settled.Contains(delivery.GetString("Status")) && delivery.GetBoolean("IsUnderWay") != true;
                    areSettled &= isSettled || !isOwn;
                    if (isSettled && isOwn)
                    {
                        delivery["Url"] = "";
                    }
                }
            }
        }

        return areSettled;
    }

    /// <summary>
    /// Changes a row under its ETag unless it already has the change, and retries if another writer has changed it in the meantime. A row
    /// that is gone stays gone.
    /// </summary>
    private static async Task ChangeAsync(
        TableClient table,
        TableEntity row,
        Action<TableEntity> change,
        CancellationToken cancellationToken
    )
    {
        for (var race = 0; race < MaxRaces; race++)
        {
            var changed = row.Copy();
            change(changed);
            if (changed.DeepEquals(row))
            {
                return;
            }

            try
            {
                await table.UpdateEntityAsync(changed, row.ETag, TableUpdateMode.Replace, cancellationToken);
                return;
            }
            catch (RequestFailedException conflict) when (conflict.Status is 404 or 412)
            {
                if (await table.FindAsync(row.PartitionKey, row.RowKey, null, cancellationToken) is not { } present)
                {
                    return;
                }

                row = present;
            }
        }

        throw LostEveryRace(row.RowKey);
    }

    private static TableTransactionAction Replace(TableEntity row, ETag etag) => new(TableTransactionActionType.UpdateReplace, row, etag);

    private static InvalidOperationException LostEveryRace(string what) => new($"{what} was changed during every attempt to erase it.");
}
