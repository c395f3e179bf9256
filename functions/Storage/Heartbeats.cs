using Azure;
using Azure.Data.Tables;
using Azure.Data.Tables.Models;
using Usher.Bots;

namespace Usher.Storage;

/// <summary>When a bot's runner was last alive. A separate row, because a heartbeat changes nothing that has to be announced.</summary>
internal sealed class Heartbeats(TableClient table, TimeProvider clock)
{
    /// <returns>False if the bot has no heartbeat yet: record the first with <see cref="BeginAsync"/>.</returns>
    public async Task<bool> RenewAsync(string project, BotId id, CancellationToken cancellationToken)
    {
        try
        {
            await table.UpdateEntityAsync(Now(project, id), ETag.All, TableUpdateMode.Replace, cancellationToken);
            return true;
        }
        catch (RequestFailedException missing) when (missing.ErrorCode == TableErrorCode.ResourceNotFound)
        {
            return false;
        }
    }

    public Task BeginAsync(string project, BotId id, CancellationToken cancellationToken) =>
        table.UpsertEntityAsync(Now(project, id), TableUpdateMode.Replace, cancellationToken);

    /// <summary>One point read, and only if it matters: outside a meeting, a bot's deadline does not depend on heartbeats.</summary>
    public async Task<DateTimeOffset?> LastAsync(Bot bot, CancellationToken cancellationToken) =>
        bot.State.IsInMeeting
            ? (
                await table.FindAsync(StreamRows.Partition(bot.Project, bot.Id), bot.Id.ToString(), null, cancellationToken)
            )?.GetDateTimeOffset("At")
            : null;

    private TableEntity Now(string project, BotId id) =>
        new(StreamRows.Partition(project, id), id.ToString()) { ["At"] = clock.GetUtcNow() };
}
