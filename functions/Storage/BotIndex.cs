using System.Globalization;
using Azure;
using Azure.Data.Tables;
using Azure.Data.Tables.Models;
using Usher.Bots;

namespace Usher.Storage;

/// <summary>
/// Which project a bot belongs to, for callers that have only its id, and when its runner was told to join first. The row is written before
/// the bot, so that an id costs one read, whether there is such a bot or not and however many projects there are.
/// </summary>
internal sealed class BotIndex(TableClient index)
{
    private const string JoinCommandSentAt = "JoinCommandSentAt";

    /// <param name="project">Whose bot it is.</param>
    /// <param name="id">The bot.</param>
    /// <param name="joinCommandSentAt">Null: not yet. The first time counts: who sends the command again changes nothing.</param>
    /// <param name="cancellationToken">Ends the request.</param>
    public Task WriteAsync(string project, BotId id, DateTimeOffset? joinCommandSentAt, CancellationToken cancellationToken)
    {
        var row = new TableEntity(Partition(id), id.ToString()) { ["Project"] = project };
        return joinCommandSentAt is { } sentAt
            ? WriteFirstAsync(row, sentAt, cancellationToken)
            : index.UpsertEntityAsync(row, TableUpdateMode.Merge, cancellationToken);
    }

    /// <summary>The bot has not come, or is kept no longer.</summary>
    public Task RemoveAsync(BotId id, CancellationToken cancellationToken) =>
        index.DeleteEntityAsync(Partition(id), id.ToString(), ETag.All, cancellationToken);

    /// <summary>When the bot's runner was told to join; null where that is not known.</summary>
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
                // Somebody else was faster: look again.
            }
        }
    }

    private static string Partition(BotId id) => id.Shard.ToString(CultureInfo.InvariantCulture);
}
