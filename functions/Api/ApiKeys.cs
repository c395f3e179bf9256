using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using Usher.Storage;

namespace Usher.Api;

/// <summary>Looks up the project of an API key. Results are cached for one minute, so a disabled key may keep working that long.</summary>
internal sealed class ApiKeys(ApiKeyStore store, KeyUses uses, TimeProvider clock)
{
    /// <summary>Size at which the cache is cleared, so that guessed keys cannot exhaust memory.</summary>
    private const int MaxRemembered = 10_000;
    private const int MaxKeyLength = 512;
    private static readonly TimeSpan RememberedFor = TimeSpan.FromMinutes(1);

    private readonly ConcurrentDictionary<string, (ApiKey? Key, DateTimeOffset Until)> remembered = new(StringComparer.Ordinal);

    /// <returns>Null if the key is unknown or disabled.</returns>
    public async Task<Caller?> FindAsync(string key, CancellationToken cancellationToken)
    {
        if (key.Length is 0 or > MaxKeyLength)
        {
            return null;
        }

        var hash = ApiKeyStore.Hash(key);
        var text = Convert.ToHexStringLower(hash);
        var now = clock.GetUtcNow();
        if (!remembered.TryGetValue(text, out var known) || known.Until <= now)
        {
            known = (await store.FindAsync(hash, cancellationToken), now + RememberedFor);
            if (remembered.Count >= MaxRemembered)
            {
                remembered.Clear();
            }

            remembered[text] = known;
            if (Works(known.Key, now))
            {
                uses.Note(known.Key);
            }
        }

        return Works(known.Key, now) ? new Caller(known.Key.Project, known.Key.Id) : null;
    }

    private static bool Works([NotNullWhen(true)] ApiKey? key, DateTimeOffset now) => key is not null && !(key.DisabledAt <= now);
}
