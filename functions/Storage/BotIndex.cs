using System.Globalization;
using Azure;
using Azure.Data.Tables;
using Usher.Bots;

namespace Usher.Storage;

/// <summary>
/// Which project a bot belongs to, for callers that have only its id, and when its runner was told to join. The row is written off the request path; until it is there, the bot is looked for in
/// every project.
/// </summary>
internal sealed class BotIndex(TableClient index, BotStore store, Projects projects)
{
    private const string JoinCommandSentAt = "JoinCommandSentAt";

    /// <param name="project">Whose bot it is.</param>
    /// <param name="id">The bot.</param>
    /// <param name="joinCommandSentAt">Null: as it is.</param>
    /// <param name="cancellationToken">Ends the request.</param>
    public Task WriteAsync(string project, BotId id, DateTimeOffset? joinCommandSentAt, CancellationToken cancellationToken) =>
        index.UpsertEntityAsync(
            new TableEntity(Partition(id), id.ToString()) { ["Project"] = project, [JoinCommandSentAt] = joinCommandSentAt }.WithoutNulls(),
            TableUpdateMode.Merge,
            cancellationToken);

    /// <summary>When the bot's runner was told to join; null where that is not known.</summary>
    public async Task<DateTimeOffset?> JoinCommandSentAtAsync(BotId id, CancellationToken cancellationToken) =>
        (await index.FindAsync(Partition(id), id.ToString(), [JoinCommandSentAt], cancellationToken))?.GetDateTimeOffset(JoinCommandSentAt);

    public async Task<string?> FindProjectAsync(BotId id, CancellationToken cancellationToken)
    {
        if (await index.FindAsync(Partition(id), id.ToString(), null, cancellationToken) is { } row)
        {
            return row.GetString("Project");
        }

        foreach (var project in await projects.IdsAsync(cancellationToken))
        {
            if (await store.ReadAsync(project, id, cancellationToken) is not null)
            {
                return project;
            }
        }

        return null;
    }

    private static string Partition(BotId id) => id.Shard.ToString(CultureInfo.InvariantCulture);
}
