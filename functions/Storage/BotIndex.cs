using System.Globalization;
using Azure;
using Azure.Data.Tables;
using Azure.Data.Tables.Models;
using Usher.Bots;

namespace Usher.Storage;

/// <summary>
/// Maps a bot's id to its project, for callers that know only the id, and to when its runner was first told to join. The row is written
/// before the bot, so that looking up any id costs one read, however many projects there are.
/// </summary>
internal sealed class BotIndex(TableClient index)
{
    private const string JoinCommandSentAt = "JoinCommandSentAt";

    /// <param name="project">The bot's project.</param>
    /// <param name="id">The bot.</param>
    /// <param name="joinCommandSentAt">Null if not sent yet. Only the first time is stored: resending the command changes nothing.</param>
    /// <param name="cancellationToken">Cancels the request.</param>
    public Task WriteAsync(string project, BotId id, DateTimeOffset? joinCommandSentAt, CancellationToken cancellationToken)
    {
        var row = new TableEntity(Partition(id), id.ToString()) { ["Project"] = project };
        return joinCommandSentAt is { } sentAt
            ? WriteFirstAsync(row, sentAt, cancellationToken)
            : index.UpsertEntityAsync(row, TableUpdateMode.Merge, cancellationToken);
    }

    /// <summary>Removes a bot that was not created or whose retention is over.</summary>
    public Task RemoveAsync(BotId id, CancellationToken cancellationToken) =>
        index.DeleteEntityAsync(Partition(id), id.ToString(), ETag.All, cancellationToken);

    /// <summary>When the bot's runner was told to join; null if unknown.</summary>
    public async Task<DateTimeOffset?> JoinCommandSentAtAsync(BotId id, CancellationToken cancellationToken) =>
        (await index.FindAsync(Partition(id), id.ToString(), [JoinCommandSentAt], cancellationToken))?.GetDateTimeOffset(JoinCommandSentAt);

    public async Task<string?> FindProjectAsync(BotId id, CancellationToken cancellationToken) =>
        (await index.FindAsync(Partition(id), id.ToString(), ["Project"], cancellationToken))?.GetString("Project");

    private async Task WriteFirstAsync(TableEntity row, DateTimeOffset sentAt, CancellationToken cancellationToken)
    {
        row[JoinCommandSentAt] = sentAt;
        while (true)
        {
            var known = await index.FindAsync(row.PartitionKey, row.RowKey, [JoinCommandSentAt], cancellationToken);
            if (known?.GetDateTimeOffset(JoinCommandSentAt) is not null)
            {
                return;
            }

            try
            {
                await (
                    known is null
                        ? index.AddEntityAsync(row, cancellationToken)
                        : index.UpdateEntityAsync(row, known.ETag, TableUpdateMode.Merge, cancellationToken)
                );
                return;
            }
            catch (RequestFailedException changed)
                when (changed.Status == 412
                    || changed.ErrorCode == TableErrorCode.EntityAlreadyExists
                    || changed.ErrorCode == TableErrorCode.ResourceNotFound
                )
            {
                // Another writer was faster: read again.
            }
        }
    }

    private static string Partition(BotId id) => id.Shard.ToString(CultureInfo.InvariantCulture);
}
