using System.Security.Cryptography;
using System.Text;
using Azure;
using Azure.Data.Tables;
using Azure.Data.Tables.Models;

namespace Usher.Storage;

/// <summary>The rows of API keys: one each, found by the beginning of its SHA-256, with the whole hash in it.</summary>
internal sealed class ApiKeyStore(TableClient table, TimeProvider clock)
{
    /// <summary>How long a key that is replaced works beside the new one, where nobody says otherwise.</summary>
    public static readonly TimeSpan DefaultOverlap = TimeSpan.FromDays(1);

    private const int IdLength = 12;
    private const int KeyBytes = 16;
    private const string KeyPrefix = "usher_";
    private const string RowKey = "key";

    /// <summary>What is stored of a key, and remembered: no memory holds the key itself.</summary>
    public static byte[] Hash(string key) => SHA256.HashData(Encoding.UTF8.GetBytes(key));

    /// <returns>Null where there is no key with this hash.</returns>
    public async Task<ApiKey?> FindAsync(byte[] hash, CancellationToken cancellationToken)
    {
        var row = await table.FindAsync(Id(hash), RowKey, null, cancellationToken);
        return row is not null && CryptographicOperations.FixedTimeEquals(row.GetBinary("Hash"), hash) ? Read(row) : null;
    }

    /// <summary>A key that somebody else has made up.</summary>
    public Task AddAsync(string key, string project, bool disabled, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        return table.UpsertEntityAsync(Row(Hash(key), project, now, disabled ? now : null), TableUpdateMode.Replace, cancellationToken);
    }

    /// <returns>The key, which nobody can learn again.</returns>
    public async Task<(ApiKey Known, string Key)> CreateAsync(string project, CancellationToken cancellationToken)
    {
        while (true)
        {
            var key = KeyPrefix + Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(KeyBytes));
            var row = Row(Hash(key), project, clock.GetUtcNow(), disabledAt: null);
            try
            {
                await table.AddEntityAsync(row, cancellationToken);
                return (Read(row), key);
            }
            catch (RequestFailedException taken) when (taken.ErrorCode == TableErrorCode.EntityAlreadyExists)
            {
                // Another key has the same beginning; or this one was written at a try whose answer was lost, and is nobody's: it is never
                // told.
            }
        }
    }

    /// <summary>Reads the keys of all projects: there are few, and operators ask rarely.</summary>
    public async Task<IReadOnlyList<ApiKey>> ListAsync(string project, CancellationToken cancellationToken)
    {
        var keys = await table
            .QueryAsync<TableEntity>(TableClient.CreateQueryFilter($"Project eq {project}"), cancellationToken: cancellationToken)
            .Select(Read)
            .ToListAsync(cancellationToken);
        return [.. keys.OrderBy(key => key.CreatedAt).ThenBy(key => key.Id, StringComparer.Ordinal)];
    }

    /// <summary>From <paramref name="at"/> on, or from when it was to be disabled already, if that is earlier.</summary>
    /// <returns>Null where the project has no such key.</returns>
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
                // Somebody else disables it too: whoever says the earlier time counts.
            }
        }
    }

    /// <summary>A new key; the one that it replaces works until the overlap is over.</summary>
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

        // The new one first: a failure in between leaves a key too many, not a customer without one.
        var (known, key) = await CreateAsync(project, cancellationToken);
        await DisableAsync(project, id, now + overlap, cancellationToken);
        return new KeyRotation.Done(known, key);
    }

    private async Task<TableEntity?> ReadAsync(string project, string id, CancellationToken cancellationToken) =>
        IsId(id) && await table.FindAsync(id, RowKey, null, cancellationToken) is { } row && row.GetString("Project") == project
            ? row
            : null;

    private static bool IsId(string id) => id.Length == IdLength && id.All(char.IsAsciiHexDigitLower);

    private static TableEntity Row(byte[] hash, string project, DateTimeOffset createdAt, DateTimeOffset? disabledAt) =>
        new TableEntity(Id(hash), RowKey)
        {
            ["Hash"] = hash,
            ["Project"] = project,
            ["CreatedAt"] = createdAt,
            ["DisabledAt"] = disabledAt,
        }.WithoutNulls();

    private static ApiKey Read(TableEntity row) =>
        new(row.PartitionKey, row.GetString("Project")!, row.GetDateTimeOffset("CreatedAt")!.Value, row.GetDateTimeOffset("DisabledAt"));

    private static string Id(byte[] hash) => Convert.ToHexStringLower(hash)[..IdLength];
}
