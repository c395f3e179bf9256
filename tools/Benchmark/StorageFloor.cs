using Azure;
using Azure.Data.Tables;
using Microsoft.Extensions.Configuration;
using Usher.Bots;
using Usher.Storage;

namespace Usher.Benchmark;

/// <summary>The storage operations of each request, with rows of the same size and no other work.</summary>
internal sealed class StorageFloor
{
    private const int EventLength = 1000;
    private const int SnapshotLength = 2200;
    private const int MessageLength = 200;

    private readonly TableClient table;
    private readonly MessageQueue queue;
    private readonly string run = TimeProvider.System.GetTimestamp().ToString(System.Globalization.CultureInfo.InvariantCulture);

    public StorageFloor(string storage)
    {
        var account = new StorageAccount(
            new ConfigurationBuilder().AddInMemoryCollection([KeyValuePair.Create("AzureWebJobsStorage", (string?)storage)]).Build()
        );
        (table, queue) = (account.Tables.GetTableClient("bots"), account.Queue(BotQueues.EventsName));
    }

    public async Task CreateAsync(int number)
    {
        await AnnounceAsync();
        await table.SubmitTransactionAsync([Add(Event(number, 1)), Add(Head(number))]);
    }

    public async Task GetAsync(int number) => await ReadAsync(number);

    public async Task UpdateAsync(int number) => await ChangeAsync(number, 2, await ReadAsync(number));

    public async Task LeaveAsync(int number)
    {
        var etag = await ReadAsync(number);
        await AnnounceAsync();
        await ChangeAsync(number, 3, etag);
    }

    public async Task ListAsync(string project) =>
        await Task.WhenAll(
            Enumerable
                .Range(0, BotId.Shards)
                .Select(async shard =>
                {
                    var filter = TableClient.CreateQueryFilter(
                        $"PartitionKey eq {StreamRows.Partition(project, shard)} and RowKey ge 'head|' and RowKey lt 'head}}'"
                    );
                    await foreach (var _ in table.QueryAsync<TableEntity>(filter, maxPerPage: 26).Take(26)) { }
                })
        );

    private Task AnnounceAsync() => queue.SendAsync(new string('m', MessageLength));

    private async Task<ETag> ReadAsync(int number) => (await table.FindAsync(Partition(number), Head(number).RowKey))!.ETag;

    private async Task ChangeAsync(int number, int sequence, ETag etag) =>
        await table.SubmitTransactionAsync([
            Add(Event(number, sequence)),
            new TableTransactionAction(TableTransactionActionType.UpdateReplace, Head(number), etag),
        ]);

    private static string Partition(int number) => StreamRows.Partition("floor", number % BotId.Shards);

    private TableEntity Event(int number, int sequence) =>
        new(Partition(number), $"event|{run}-{number}|{sequence}") { ["Data"] = new string('e', EventLength) };

    private TableEntity Head(int number) =>
        new(Partition(number), $"head|{run}-{number}") { ["Snapshot"] = new string('s', SnapshotLength) };

    private static TableTransactionAction Add(TableEntity row) => new(TableTransactionActionType.Add, row);
}
