using Azure.Data.Tables;

namespace Usher.Storage;

/// <summary>
/// Creates tables, queues and containers once per process. Requests that arrive before it is done wait for it; if storage was unavailable,
/// the next request starts it again.
/// </summary>
internal sealed class StorageSetup(
    IReadOnlyList<TableClient> tables,
    IReadOnlyList<MessageQueue> queues,
    IReadOnlyList<BotFiles> files,
    Recordings recordings,
    Func<CancellationToken, Task> seed
)
{
    private readonly Lock gate = new();
    private Task? ready;

    public Task EnsureAsync()
    {
        lock (gate)
        {
            return ready is null or { IsFaulted: true } or { IsCanceled: true } ? ready = CreateAsync() : ready;
        }
    }

    private async Task CreateAsync()
    {
        await Task.WhenAll([
            .. tables.Select(table => table.EnsureAsync(CancellationToken.None)),
            .. queues.Select(queue => queue.CreateIfNotExistsAsync(CancellationToken.None)),
            .. files.Select(some => some.CreateIfNotExistsAsync(CancellationToken.None)),
            recordings.CreateIfNotExistsAsync(CancellationToken.None),
        ]);
        await seed(CancellationToken.None);
    }
}
