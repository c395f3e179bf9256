using Azure;
using Azure.Data.Tables;
using Azure.Data.Tables.Models;
using Usher.Bots;

namespace Usher.Storage;

/// <summary>
/// The row of a keyed request: the fingerprint of the key's first request and its answer, valid for a day. An older row counts as absent
/// and is replaced under its ETag. The row is written in the transaction of the events that the answer reports, so neither exists without
/// the other.
/// </summary>
internal sealed class AnswerRow(
    TableClient table,
    TimeProvider clock,
    TimeSpan keptFor,
    string project,
    int shard,
    string rowKey,
    KeyedRequest request
)
{
    private const int MaxRaces = 5;

    private ETag? replaced;
    private bool isTaken;

    /// <returns>Null if nothing has been answered under this key.</returns>
    public async Task<Outcome?> ReadAsync(CancellationToken cancellationToken)
    {
        var row = await table.FindAsync(StreamRows.Partition(project, shard), rowKey, null, cancellationToken);
        replaced = row?.ETag;
        isTaken = row?.GetDateTimeOffset("At") > clock.GetUtcNow() - keptFor;
        if (!isTaken)
        {
            return null;
        }

        if (row!.GetString("BodyHash") != request.Fingerprint)
        {
            return new Outcome.KeyReused();
        }

        return row.GetInt32("Status") is not null
            ? new Outcome.Repeated(Kept(row))
            : await new AnswerRow(table, clock, keptFor, project, row.GetInt32("Shard")!.Value, rowKey, request).ReadAsync(
                cancellationToken
            );
    }

    /// <summary>
    /// The operation that stores the answer to <paramref name="outcome"/>. It fails if another answer is already stored: read that one
    /// instead.
    /// </summary>
    public TableTransactionAction Keep(Outcome outcome)
    {
        var answer = request.Answer(outcome);
        var row = NewRow();
        row["Status"] = answer.Status;
        row["EntityTag"] = answer.EntityTag;
        row["Location"] = answer.Location;
        row["Bot"] = (outcome as Outcome.Done)?.Bot.Id.ToString();
        row.SetLargeText("Answer", answer.Body);
        return Write(row.WithoutNulls());
    }

    /// <summary>Stores the answer to a command that wrote nothing.</summary>
    /// <returns>The outcome that counts: <paramref name="outcome"/>, or that of the same request if it was faster.</returns>
    public async Task<Outcome> KeepAsync(Outcome outcome, CancellationToken cancellationToken)
    {
        for (var race = 0; race < MaxRaces; race++)
        {
            if (await TryWriteAsync(Keep(outcome), cancellationToken))
            {
                return outcome;
            }

            if (await ReadAsync(cancellationToken) is { } first)
            {
                return first;
            }
        }

        return new Outcome.Refused(new BotRefusal.LostEveryRace());
    }

    /// <summary>Replaces the placeholder of a request in progress with its answer.</summary>
    /// <returns>The answer that counts: this one, or that of the same request if it was faster.</returns>
    public async Task<StoredAnswer> SettleAsync(StoredAnswer answer, CancellationToken cancellationToken)
    {
        for (var race = 0; race < MaxRaces; race++)
        {
            var row = await table.FindAsync(StreamRows.Partition(project, shard), rowKey, null, cancellationToken);
            if (row is null || row.GetInt32("Status") != StoredAnswer.UnderWay)
            {
                return row is null ? answer : Kept(row);
            }

            row["Status"] = answer.Status;
            row["EntityTag"] = answer.EntityTag;
            row.ReplaceLargeText("Answer", answer.Body);
            if (
                await TryWriteAsync(
                    new TableTransactionAction(TableTransactionActionType.UpdateReplace, row.WithoutNulls(), row.ETag),
                    cancellationToken
                )
            )
            {
                return answer;
            }
        }

        return answer;
    }

    /// <summary>Reserves the key here for an answer stored in another shard, and records which shard that is.</summary>
    /// <returns>Null if the key belongs to this request and nothing has been answered yet.</returns>
    public async Task<Outcome?> PointAsync(int other, CancellationToken cancellationToken)
    {
        if (other == shard)
        {
            return null;
        }

        for (var race = 0; race < MaxRaces; race++)
        {
            var row = NewRow();
            row["Shard"] = other;
            if (await TryWriteAsync(Write(row), cancellationToken))
            {
                return null;
            }

            if (await ReadAsync(cancellationToken) is var first && (first is not null || isTaken))
            {
                return first;
            }
        }

        return new Outcome.Refused(new BotRefusal.LostEveryRace());
    }

    private static StoredAnswer Kept(TableEntity row) =>
        new(row.GetInt32("Status")!.Value, row.GetLargeText("Answer")!, row.GetString("EntityTag"), row.GetString("Location"));

    private TableEntity NewRow() =>
        new(StreamRows.Partition(project, shard), rowKey) { ["BodyHash"] = request.Fingerprint, ["At"] = clock.GetUtcNow() };

    private TableTransactionAction Write(TableEntity row) =>
        replaced is { } etag
            ? new TableTransactionAction(TableTransactionActionType.UpdateReplace, row, etag)
            : new TableTransactionAction(TableTransactionActionType.Add, row);

    private async Task<bool> TryWriteAsync(TableTransactionAction action, CancellationToken cancellationToken)
    {
        try
        {
            await (
                action.ActionType == TableTransactionActionType.Add
                    ? table.AddEntityAsync(action.Entity, cancellationToken)
                    : table.UpdateEntityAsync(action.Entity, action.ETag, TableUpdateMode.Replace, cancellationToken)
            );
            return true;
        }
        catch (RequestFailedException conflict)
            when (conflict.Status is 404 or 409 or 412 && conflict.ErrorCode != TableErrorCode.TableNotFound)
        {
            return false;
        }
    }
}
