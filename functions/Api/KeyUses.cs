using System.Collections.Concurrent;
using Usher.Storage;

namespace Usher.Api;

/// <summary>Notes when keys were last used: each key once an hour, and no request waits for it or fails with it.</summary>
internal sealed partial class KeyUses(ApiKeyStore store, TimeProvider clock, ILogger<KeyUses> logger)
{
    private static readonly TimeSpan BetweenNotes = TimeSpan.FromHours(1);

    // By this instance. Of requests that have all read the key as it was before the first of them, only one may note its use.
    private readonly ConcurrentDictionary<string, DateTimeOffset> notedAt = new(StringComparer.Ordinal);

    /// <param name="key">As just read.</param>
    public void Note(ApiKey key)
    {
        var now = clock.GetUtcNow();
        if (key.LastUsedAt is null || now - key.LastUsedAt >= BetweenNotes)
        {
            NoteOnce(key.Id, now);
        }
    }

    private void NoteOnce(string id, DateTimeOffset now)
    {
        var isMine = notedAt.TryGetValue(id, out var last)
            ? now - last >= BetweenNotes && notedAt.TryUpdate(id, now, last)
            : notedAt.TryAdd(id, now);
        if (isMine)
        {
            _ = WriteAsync(id, now);
        }
    }

    private async Task WriteAsync(string id, DateTimeOffset now)
    {
        try
        {
            await store.NoteUseAsync(id, now, CancellationToken.None);
        }
        catch (Exception exception) when (StorageFailure.IsAny(exception))
        {
            // Tried again when the key is read the next time, in a minute at the earliest.
            notedAt.TryRemove(id, out _);
            LogNotNoted(logger, id, StorageFailure.Describe(exception));
        }
    }

    [LoggerMessage(LogLevel.Warning, "The use of key {Id} could not be noted. {Problem}")]
    private static partial void LogNotNoted(ILogger logger, string id, string problem);
}
