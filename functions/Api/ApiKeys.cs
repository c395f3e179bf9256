using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using Usher.Storage.Tables;

namespace Usher.Api;

/// <summary>
/// API keys: only their SHA-256 is stored. What a key opens is remembered for a minute, so a disabled key works for a minute more at the most.
/// </summary>
internal sealed class ApiKeys(TableClient table, TimeProvider clock)
{
    /// <summary>Remembered answers; past this many, all are forgotten: guesses must not fill the memory.</summary>
    private const int MaxRemembered = 10_000;
    private const int FingerprintLength = 12;
    private const int MaxKeyLength = 512;
    private const string RowKey = "key";
    private static readonly TimeSpan RememberedFor = TimeSpan.FromMinutes(1);

    private readonly ConcurrentDictionary<string, (Caller? Caller, DateTimeOffset Until)> remembered = new(StringComparer.Ordinal);

    /// <returns>Null where the key is unknown or disabled.</returns>
    public async Task<Caller?> FindAsync(string key, CancellationToken cancellationToken)
    {
        if (key.Length is 0 or > MaxKeyLength)
        {
            return null;
        }

        var hash = Hash(key);
        var text = Convert.ToHexStringLower(hash);
        var now = clock.GetUtcNow();
        if (remembered.TryGetValue(text, out var known) && known.Until > now)
        {
            return known.Caller;
        }

        var row = await table.GetEntityIfExistsAsync(Fingerprint(hash), RowKey, null, cancellationToken);
        var opens = row is not null && row.GetDateTimeOffset("DisabledAt") is null && CryptographicOperations.FixedTimeEquals(row.GetBinary("Hash"), hash);
        var caller = opens ? new Caller(row!.GetString("Project")!, Fingerprint(hash)) : null;
        if (remembered.Count >= MaxRemembered)
        {
            remembered.Clear();
        }

        remembered[text] = (caller, now + RememberedFor);
        return caller;
    }

    public Task AddAsync(string key, string project, bool disabled, CancellationToken cancellationToken)
    {
        var hash = Hash(key);
        var row = new TableEntity(Fingerprint(hash), RowKey)
        {
            ["Hash"] = hash,
            ["Project"] = project,
            ["CreatedAt"] = clock.GetUtcNow(),
            ["DisabledAt"] = disabled ? clock.GetUtcNow() : null,
        };
        return table.UpsertEntityAsync(row, TableUpdateMode.Replace, cancellationToken);
    }

    private static byte[] Hash(string key) => SHA256.HashData(Encoding.UTF8.GetBytes(key));

    private static string Fingerprint(byte[] hash) => Convert.ToHexStringLower(hash)[..FingerprintLength];
}
