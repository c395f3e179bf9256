using Azure.Data.Tables;

namespace Usher.Storage;

/// <summary>
/// Makes sure that tables, queues and containers exist, once per process: begun behind the first answered probe, awaited by whoever comes
/// before it is done, and begun again by the next one where storage was away.
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
