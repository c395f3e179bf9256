using System.Security.Cryptography;
using System.Text;
using Azure;
using Azure.Data.Tables;
using Azure.Data.Tables.Models;

namespace Usher.Storage;

/// <summary>Stores API keys: one row per key, found by the start of its SHA-256 hash and holding the whole hash.</summary>
internal sealed class ApiKeyStore(TableClient table, TimeProvider clock)
{
    /// <summary>How long a rotated key keeps working next to its successor by default.</summary>
    public static readonly TimeSpan DefaultOverlap = TimeSpan.FromDays(1);

    private const int IdLength = 12;
    private const int KeyBytes = 16;
    private const string KeyPrefix = "usher_";
    private const string RowKey = "key";
    private const string LastUsedAt = "LastUsedAt";

    /// <summary>The form in which a key is stored and cached: the key itself is never kept in memory.</summary>
    public static byte[] Hash(string key) => SHA256.HashData(Encoding.UTF8.GetBytes(key));

    /// <returns>Null if no key has this hash.</returns>
    public async Task<ApiKey?> FindAsync(byte[] hash, CancellationToken cancellationToken)
    {
        var row = await table.FindAsync(Id(hash), RowKey, null, cancellationToken);
        return row is not null && CryptographicOperations.FixedTimeEquals(row.GetBinary("Hash"), hash) ? Read(row) : null;
    }

    /// <summary>Adds a key that was chosen elsewhere and has no name, or replaces it.</summary>
    public Task AddAsync(string key, string project, bool disabled, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        return table.UpsertEntityAsync(
            Row(Hash(key), project, name: null, now, disabled ? now : null),
            TableUpdateMode.Replace,
            cancellationToken
        );
    }

    /// <returns>The key, which can never be read again.</returns>
    public async Task<(ApiKey Known, string Key)> CreateAsync(string project, string? name, CancellationToken cancellationToken)
    {
        while (true)
        {
            var key = KeyPrefix + Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(KeyBytes));
            var row = Row(Hash(key), project, name, clock.GetUtcNow(), disabledAt: null);
            try
            {
                await table.AddEntityAsync(row, cancellationToken);
                return (Read(row), key);
            }
            catch (RequestFailedException taken) when (taken.ErrorCode == TableErrorCode.EntityAlreadyExists)
            {
                // Another key's hash starts the same, or an earlier attempt wrote this row and its response was lost. That key is never
                // returned to anyone.
            }
        }
    }

    /// <summary>Reads the keys of all projects: there are few, and operators rarely ask.</summary>
    public async Task<IReadOnlyList<ApiKey>> ListAsync(string project, CancellationToken cancellationToken)
    {
        var keys = await table
            .QueryAsync<TableEntity>(TableClient.CreateQueryFilter($"Project eq {project}"), cancellationToken: cancellationToken)
            .Select(Read)
            .ToListAsync(cancellationToken);
        return [.. keys.OrderBy(key => key.CreatedAt).ThenBy(key => key.Id, StringComparer.Ordinal)];
    }

    /// <summary>Notes a use. Nothing else of the key is written, so a change at the same time is not undone.</summary>
    public Task NoteUseAsync(string id, DateTimeOffset at, CancellationToken cancellationToken) =>
        table.UpdateEntityAsync(new TableEntity(id, RowKey) { [LastUsedAt] = at }, ETag.All, TableUpdateMode.Merge, cancellationToken);

    /// <summary>Disables a key from <paramref name="at"/> on, or from its current time if that is earlier.</summary>
    /// <returns>Null if the project has no such key.</returns>
    public async Task<ApiKey?> DisableAsync(string project, string id, DateTimeOffset at, CancellationToken cancellationToken)
    {
        while (true)
        {
            if (await ReadAsync(project, id, cancellationToken) is not { } row)
            {
                return null;
            }

            if (row.GetDateTimeOffset("DisabledAt") <= at)
            {
                return Read(row);
            }

            row["DisabledAt"] = at;
            try
            {
                await table.UpdateEntityAsync(row, row.ETag, TableUpdateMode.Replace, cancellationToken);
                return Read(row);
            }
            catch (RequestFailedException changed) when (changed.Status == 412)
            {
                // The key is used, or another request disables it too; the earlier time wins.
            }
        }
    }

    /// <summary>Creates a new key of the same name; the old one keeps working until the overlap is over.</summary>
    public async Task<KeyRotation> RotateAsync(string project, string id, TimeSpan overlap, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        if (await ReadAsync(project, id, cancellationToken) is not { } row)
        {
            return new KeyRotation.NotFound();
        }

        if (row.GetDateTimeOffset("DisabledAt") <= now)
        {
            return new KeyRotation.WasDisabled();
        }

        // Create the new key first: a failure in between leaves one key too many rather than a customer without a key.
        var (known, key) = await CreateAsync(project, row.GetString("Name"), cancellationToken);
        await DisableAsync(project, id, now + overlap, cancellationToken);
        return new KeyRotation.Done(known, key);
    }

    private async Task<TableEntity?> ReadAsync(string project, string id, CancellationToken cancellationToken) =>
        IsId(id) && await table.FindAsync(id, RowKey, null, cancellationToken) is { } row && row.GetString("Project") == project
            ? row
            : null;

    private static bool IsId(string id) => id.Length == IdLength && id.All(char.IsAsciiHexDigitLower);

    private static TableEntity Row(byte[] hash, string project, string? name, DateTimeOffset createdAt, DateTimeOffset? disabledAt) =>
        new TableEntity(Id(hash), RowKey)
        {
            ["Hash"] = hash,
            ["Project"] = project,
            ["Name"] = name,
            ["CreatedAt"] = createdAt,
            ["DisabledAt"] = disabledAt,
        }.WithoutNulls();

    private static ApiKey Read(TableEntity row) =>
        new(
            row.PartitionKey,
            row.GetString("Project")!,
            row.GetString("Name"),
            row.GetDateTimeOffset("CreatedAt")!.Value,
            row.GetDateTimeOffset(LastUsedAt),
            row.GetDateTimeOffset("DisabledAt")
        );

    private static string Id(byte[] hash) => Convert.ToHexStringLower(hash)[..IdLength];
}
