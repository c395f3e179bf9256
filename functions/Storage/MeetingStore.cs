using System.Runtime.CompilerServices;
using Azure;
using Azure.Data.Tables;
using Usher.Bots;
using Usher.Meetings;

namespace Usher.Storage;

/// <summary>
/// Stores meeting streams in the table <c>bots</c>. Each has its own rows next to its bot's stream in the same partition, so a long meeting
/// neither grows nor blocks the bot. Events, participants and the batch's mark form one transaction, guarded by the meeting stream's own
/// row.
/// </summary>
internal sealed class MeetingStore(TableClient table, TimeProvider clock)
{
    /// <summary>The service's page size.</summary>
    private const int PageSize = 1000;

    /// <summary>Pages read in parallel.</summary>
    private const int Parallel = 8;

    /// <summary>One point read.</summary>
    public async Task<StoredMeeting> ReadAsync(string project, BotId bot, CancellationToken cancellationToken) =>
        await table.FindAsync(StreamRows.Partition(project, bot), StreamRows.Meeting(bot), null, cancellationToken) is { } row
            ? new StoredMeeting(
                row.GetInt32("Version") ?? 0,
                row.GetInt32("Participants") ?? 0,
                row.GetBoolean("IsErased") ?? false,
                row.ETag
            )
            : StoredMeeting.None;

    /// <summary>Events of one kind from <paramref name="from"/> to <paramref name="to"/>, inclusive, in order.</summary>
    public IAsyncEnumerable<StoredMeetingEvent> EventsAsync(
        string project,
        BotId bot,
        MeetingKind kind,
        int from,
        int to,
        CancellationToken cancellationToken
    )
    {
        var (partition, first, last) = (
            StreamRows.Partition(project, bot),
            StreamRows.MeetingEvent(bot, kind, from),
            StreamRows.MeetingEvent(bot, kind, to)
        );
        var filter = TableClient.CreateQueryFilter($"PartitionKey eq {partition} and RowKey ge {first} and RowKey le {last}");
        return table.QueryAsync<TableEntity>(filter, cancellationToken: cancellationToken).Select(MeetingRows.Event);
    }

    /// <summary>All events of one kind in order. Long streams are read as parallel pages.</summary>
    public async IAsyncEnumerable<StoredMeetingEvent> AllEventsAsync(
        string project,
        BotId bot,
        MeetingKind kind,
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        var version = (await ReadAsync(project, bot, cancellationToken)).Version;
        foreach (var pages in Enumerable.Range(0, (version + PageSize - 1) / PageSize).Chunk(Parallel))
        {
            var read = await Task.WhenAll(
                pages.Select(page =>
                    EventsAsync(project, bot, kind, (page * PageSize) + 1, (page + 1) * PageSize, cancellationToken)
                        .ToListAsync(cancellationToken)
                        .AsTask()
                )
            );
            foreach (var stored in read.SelectMany(page => page))
            {
                yield return stored;
            }
        }
    }

    /// <summary>The stream's known participants by uuid.</summary>
    public async Task<IReadOnlyDictionary<string, KnownParticipant>> ParticipantsAsync(
        string project,
        BotId bot,
        CancellationToken cancellationToken
    ) =>
        await table
            .RangeAsync(StreamRows.Partition(project, bot), StreamRows.PersonsOf(bot), cancellationToken)
            .Select(MeetingRows.Known)
            .ToDictionaryAsync(known => known.Participant.Uuid, StringComparer.Ordinal, cancellationToken);

    /// <summary>Adds what publishing the events requires. An edited message gets the number of its first version.</summary>
    public async Task<IReadOnlyList<PublishedMeetingEvent>> ResolveAsync(
        string project,
        BotId bot,
        IReadOnlyList<StoredMeetingEvent> events,
        CancellationToken cancellationToken
    )
    {
        var known = await ParticipantsAsync(project, bot, cancellationToken);
        var messages = events.Any(stored => stored.Event is MeetingEvent.ChatMessage { Source: not null })
            ? CurrentEvents.Of(await AllEventsAsync(project, bot, MeetingKind.Chat, cancellationToken).ToListAsync(cancellationToken))
            : [];
        var firsts = messages
            .Where(current => current.Latest.Event.Source is not null)
            .ToDictionary(current => current.Latest.Event.Source!, current => current.Sequence, StringComparer.Ordinal);
        return
        [
            .. events.Select(stored => new PublishedMeetingEvent(
                stored,
                stored.Event is MeetingEvent.ChatMessage { Source: { } source }
                    ? firsts.GetValueOrDefault(source, stored.Sequence)
                    : stored.Sequence,
                known.Of(stored.Event)
            )),
        ];
    }

    /// <returns>Null if the stream does not know the participant.</returns>
    public async Task<KnownParticipant?> FindParticipantAsync(
        string project,
        BotId bot,
        string uuid,
        CancellationToken cancellationToken
    ) =>
        await table.FindAsync(StreamRows.Partition(project, bot), StreamRows.Person(bot, uuid), null, cancellationToken) is { } row
            ? MeetingRows.Known(row)
            : null;

    /// <returns>The digest of the batch accepted under this id; null if none was.</returns>
    public async Task<string?> BatchAsync(string project, BotId bot, string batchId, CancellationToken cancellationToken) =>
        (
            await table.FindAsync(StreamRows.Partition(project, bot), StreamRows.Batch(bot, batchId), ["Digest"], cancellationToken)
        )?.GetString("Digest");

    /// <returns>False if another writer has changed the stream or this batch was already accepted: read and decide again.</returns>
    public async Task<bool> TryAppendAsync(MeetingAppend append, CancellationToken cancellationToken) =>
        await table.CommitAsync(Actions(append), () => IsAppliedAsync(append, cancellationToken), clock, cancellationToken) is null;

    /// <summary>
    /// Ensures that an announced transaction that has not written event <paramref name="sequence"/> yet never will: the stream's row gets a
    /// new ETag.
    /// </summary>
    /// <returns>False if the stream has changed in the meantime: read it again.</returns>
    public async Task<bool> FenceAsync(string project, BotId bot, int sequence, CancellationToken cancellationToken)
    {
        var meeting = await ReadAsync(project, bot, cancellationToken);
        if (meeting.Version >= sequence)
        {
            return false;
        }

        var row = new TableEntity(StreamRows.Partition(project, bot), StreamRows.Meeting(bot)) { ["FencedAt"] = clock.GetUtcNow() };
        try
        {
            await (
                meeting.ETag is { } etag
                    ? table.UpdateEntityAsync(row, etag, TableUpdateMode.Merge, cancellationToken)
                    : table.AddEntityAsync(row, cancellationToken)
            );
            return true;
        }
        catch (RequestFailedException conflict) when (conflict.Status is 404 or 409 or 412)
        {
            return false;
        }
    }

    /// <summary>Removes all events of a kind.</summary>
    public Task RemoveAsync(string project, BotId bot, MeetingKind kind, CancellationToken cancellationToken) =>
        RemoveAsync(StreamRows.Partition(project, bot), StreamRows.MeetingEventsOf(bot, kind), cancellationToken);

    /// <summary>Removes the meeting's entire content. Closes the stream first, so that nothing can follow.</summary>
    public async Task EraseAsync(string project, BotId bot, CancellationToken cancellationToken)
    {
        var partition = StreamRows.Partition(project, bot);
        var end = new TableEntity(partition, StreamRows.Meeting(bot)) { ["IsErased"] = true };
        await table.UpsertEntityAsync(end, TableUpdateMode.Merge, cancellationToken);
        string[] prefixes =
        [
            .. Enum.GetValues<MeetingKind>().Select(kind => StreamRows.MeetingEventsOf(bot, kind)),
            StreamRows.PersonsOf(bot),
            StreamRows.BatchesOf(bot),
        ];
        foreach (var prefix in prefixes)
        {
            await RemoveAsync(partition, prefix, cancellationToken);
        }
    }

    private Task RemoveAsync(string partition, string prefix, CancellationToken cancellationToken) =>
        table.RemoveAsync(table.RangeAsync(partition, prefix, cancellationToken, ["PartitionKey", "RowKey"]), cancellationToken);

    /// <summary>
    /// The batch's mark comes first, then operations that cannot fail, the row that admits only one writer, and the feed's row.
    /// </summary>
    private static List<TableTransactionAction> Actions(MeetingAppend append)
    {
        var partition = StreamRows.Partition(append.Project, append.Bot);
        var mark = new TableEntity(partition, StreamRows.Batch(append.Bot, append.BatchId)) { ["Digest"] = append.Digest };
        var meeting = new TableEntity(partition, StreamRows.Meeting(append.Bot))
        {
            ["Version"] = append.To,
            ["Participants"] = append.Participants.Select(known => known.Number).Append(append.Before.Participants).Max(),
        };
        var fed = new FeedBatch(append.Bot.ToString(), append.Kind, append.From, append.To, append.Events[0].At);
        return
        [
            new(TableTransactionActionType.Add, mark),
            .. append.Participants.Select(known => new TableTransactionAction(
                TableTransactionActionType.UpsertReplace,
                MeetingRows.Of(append.Project, append.Bot, known)
            )),
            .. append.Events.Select(stored => new TableTransactionAction(
                TableTransactionActionType.Add,
                MeetingRows.Of(append.Project, append.Bot, stored)
            )),
            append.Before.ETag is { } etag
                ? new TableTransactionAction(TableTransactionActionType.UpdateReplace, meeting, etag)
                : new TableTransactionAction(TableTransactionActionType.Add, meeting),
            new(TableTransactionActionType.Add, fed.ToRow(partition, StreamRows.UnnumberedBatch(append.Bot, append.From))),
        ];
    }

    private async Task<bool> IsAppliedAsync(MeetingAppend append, CancellationToken cancellationToken)
    {
        var (partition, first) = (
            StreamRows.Partition(append.Project, append.Bot),
            StreamRows.MeetingEvent(append.Bot, append.Kind, append.From)
        );
        return (await table.FindAsync(partition, first, ["Commit"], cancellationToken))?.GetString("Commit") == append.Commit;
    }
}
