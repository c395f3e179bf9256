using System.Net;
using System.Net.Sockets;
using Azure.Data.Tables;
using Azure.Storage.Queues;
using Usher.LocalHost.Storage;
using Usher.Tests.Support;

namespace Usher.Tests.LocalHost;

public sealed class AzuriteTests(AzuriteFixture shared)
{
    [Fact]
    public async Task A_row_is_written_and_read()
    {
        var table = new TableServiceClient(shared.ConnectionString).GetTableClient("azuritetests");
        await table.CreateIfNotExistsAsync(TestContext.Current.CancellationToken);

        await table.AddEntityAsync(new TableEntity("p", "r") { ["Text"] = "hello" }, TestContext.Current.CancellationToken);

        var row = await table.GetEntityAsync<TableEntity>("p", "r", cancellationToken: TestContext.Current.CancellationToken);
        Assert.Equal("hello", row.Value.GetString("Text"));
    }

    /// <summary>A query that names its partition reads no other; the partition is taken from the filter.</summary>
    [Theory]
    [InlineData("PartitionKey eq 'one'", "one/a one/b")]
    [InlineData("PartitionKey eq 'o''ne'", "o'ne/a")]
    [InlineData("PartitionKey eq 'one' and RowKey gt 'a'", "one/b")]
    [InlineData("PartitionKey eq 'one' and Text eq ' or '", "one/b")]
    [InlineData("PartitionKey eq 'one' or PartitionKey eq 'o''ne'", "o'ne/a one/a one/b")]
    [InlineData("PartitionKey eq 'one' OR PartitionKey eq 'o''ne'", "o'ne/a one/a one/b")]
    [InlineData("PartitionKey eq 'one' and RowKey eq 'a' or RowKey eq 'c'", "one/a two/c")]
    [InlineData("PartitionKey eq 'one' and not (RowKey eq 'a')", "one/b")]
    [InlineData("PartitionKey eq 'nobody'", "")]
    [InlineData("PartitionKey gt 'one'", "two/c")]
    public async Task A_query_returns_what_its_filter_selects(string filter, string expected)
    {
        var table = new TableServiceClient(shared.ConnectionString).GetTableClient("queried");
        await table.CreateIfNotExistsAsync(TestContext.Current.CancellationToken);
        (string, string, string)[] rows = [("one", "a", ""), ("one", "b", " or "), ("o'ne", "a", ""), ("two", "c", "")];
        foreach (var (partition, row, text) in rows)
        {
            var entity = new TableEntity(partition, row) { ["Text"] = text };
            await table.UpsertEntityAsync(entity, TableUpdateMode.Replace, TestContext.Current.CancellationToken);
        }

        var found = await table
            .QueryAsync<TableEntity>(filter, maxPerPage: 1, cancellationToken: TestContext.Current.CancellationToken)
            .Select(row => $"{row.PartitionKey}/{row.RowKey}")
            .ToListAsync(TestContext.Current.CancellationToken);
        Assert.Equal(expected, string.Join(' ', found));
    }

    /// <summary>Each operation on a queue removes its expired messages; usually there are none.</summary>
    [Fact]
    public async Task Only_expired_messages_are_removed()
    {
        var queue = new QueueClient(shared.ConnectionString, "expiring");
        await queue.CreateAsync(cancellationToken: TestContext.Current.CancellationToken);
        var second = TimeSpan.FromSeconds(1);
        await queue.SendMessageAsync("short", timeToLive: second, cancellationToken: TestContext.Current.CancellationToken);
        await queue.SendMessageAsync("long", TestContext.Current.CancellationToken);

        var left = await Eventually.GetAsync(
            async () => (await queue.PeekMessagesAsync(2, TestContext.Current.CancellationToken)).Value,
            messages => messages.Length < 2
        );

        Assert.Equal("long", Assert.Single(left).MessageText);
    }

    [Fact]
    public async Task Written_data_survives_a_restart_even_while_a_client_hangs()
    {
        using var client = new TcpClient();
        var folder = Directory.CreateTempSubdirectory("usher-azurite-");
        try
        {
            await using (var first = await StartAsync(folder.FullName))
            {
                var table = new TableServiceClient(first.ConnectionString).GetTableClient("kept");
                await table.CreateIfNotExistsAsync(TestContext.Current.CancellationToken);
                await table.AddEntityAsync(new TableEntity("p", "r") { ["Number"] = 7 }, TestContext.Current.CancellationToken);
                await client.ConnectAsync(IPAddress.Loopback, TablePort(first), TestContext.Current.CancellationToken);
                var half = "GET /devstoreaccount1 HTTP/1.1\r\n"u8.ToArray();
                await client.GetStream().WriteAsync(half, TestContext.Current.CancellationToken);
                Assert.Equal(0, await first.StopAsync());
            }

            await using var second = await StartAsync(folder.FullName);
            var row = await new TableServiceClient(second.ConnectionString)
                .GetTableClient("kept")
                .GetEntityAsync<TableEntity>("p", "r", cancellationToken: TestContext.Current.CancellationToken);
            Assert.Equal(7, row.Value.GetInt32("Number"));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static int TablePort(Azurite azurite) => new TableServiceClient(azurite.ConnectionString).Uri.Port;

    private static Task<Azurite> StartAsync(string location) =>
        Azurite.StartAsync(location, Console.WriteLine, TimeProvider.System, TestContext.Current.CancellationToken);
}
