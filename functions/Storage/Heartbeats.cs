using Azure;
using Usher.Bots;
using Usher.Storage.Tables;

namespace Usher.Storage;

/// <summary>When a bot's runner was last alive: a row of its own, since a sign of life changes nothing that anybody has to hear of.</summary>
internal sealed class Heartbeats(TableClient table, TimeProvider clock)
{
    /// <returns>True where it is the bot's first.</returns>
    public async Task<bool> RecordAsync(string project, BotId id, CancellationToken cancellationToken)
    {
        var row = new TableEntity(StreamRows.Partition(project, id), id.ToString()) { ["At"] = clock.GetUtcNow() };
        try
        {
            await table.UpdateEntityAsync(row, ETag.All, TableUpdateMode.Replace, cancellationToken);
            return false;
        }
        catch (RequestFailedException missing) when (missing.ErrorCode == TableErrorCode.ResourceNotFound)
        {
            await table.UpsertEntityAsync(row, TableUpdateMode.Replace, cancellationToken);
            return true;
        }
    }

    public async Task<DateTimeOffset?> LastAsync(string project, BotId id, CancellationToken cancellationToken) =>
        (await table.GetEntityIfExistsAsync(StreamRows.Partition(project, id), id.ToString(), null, cancellationToken))?.GetDateTimeOffset("At");
}
