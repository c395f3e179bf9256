using Azure;
using Azure.Data.Tables;
using Azure.Data.Tables.Models;

namespace Usher.Storage;

/// <summary>Stores the projects. The list of their ids is cached for a minute.</summary>
internal sealed class Projects(TableClient table, TimeProvider clock)
{
    private const string Partition = "project";
    private const int MaxIdLength = 64;
    private static readonly TimeSpan RememberedFor = TimeSpan.FromMinutes(1);

    /// <summary>A single reference, read and written as a whole, so that list and expiry always match.</summary>
    private volatile RememberedIds remembered = new([], DateTimeOffset.MinValue);

    /// <summary>Project ids are part of partition keys: letters, digits and underscores, at most 64.</summary>
    public static bool IsValidId(string id) => id.Length is > 0 and <= MaxIdLength && id.All(c => char.IsAsciiLetterOrDigit(c) || c == '_');

    /// <returns>Null if the project already exists.</returns>
    public async Task<Project?> AddAsync(string id, CancellationToken cancellationToken)
    {
        var project = new Project(id, clock.GetUtcNow());
        try
        {
            await table.AddEntityAsync(new TableEntity(Partition, id) { ["CreatedAt"] = project.CreatedAt }, cancellationToken);
            return project;
        }
        catch (RequestFailedException exists) when (exists.ErrorCode == TableErrorCode.EntityAlreadyExists)
        {
            return null;
        }
    }

    public async Task<bool> ExistsAsync(string id, CancellationToken cancellationToken) =>
        IsValidId(id) && await table.FindAsync(Partition, id, ["RowKey"], cancellationToken) is not null;

    public async Task<IReadOnlyList<Project>> ListAsync(CancellationToken cancellationToken) =>
        await table
            .QueryAsync<TableEntity>($"PartitionKey eq '{Partition}'", cancellationToken: cancellationToken)
            .Select(row => new Project(row.RowKey, row.GetDateTimeOffset("CreatedAt")!.Value))
            .ToListAsync(cancellationToken);

    public async Task<IReadOnlyList<string>> IdsAsync(CancellationToken cancellationToken)
    {
        var known = remembered;
        if (known.Until <= clock.GetUtcNow())
        {
            known = new([.. (await ListAsync(cancellationToken)).Select(project => project.Id)], clock.GetUtcNow() + RememberedFor);
            remembered = known;
        }

        return known.Ids;
    }

    private sealed record RememberedIds(IReadOnlyList<string> Ids, DateTimeOffset Until);
}
