using Azure;
using Usher.Storage.Tables;
using Usher.Tests.Support;
using static Usher.Storage.Tables.TableTransactionActionType;

namespace Usher.Tests.Storage;

/// <summary>The Tables client against the emulator: each operation, each conflict.</summary>
public sealed class TableClientTests(AzuriteFixture azurite) : IAsyncLifetime
{
    private static readonly CancellationToken None = CancellationToken.None;
    private readonly TableClient table = new TableServiceClient(azurite.ConnectionString).GetTableClient("tableclienttests");
    private readonly string partition = Guid.CreateVersion7(TimeProvider.System.GetUtcNow()).ToString("N");

    public async ValueTask InitializeAsync() => await table.CreateIfNotExistsAsync(None);

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task Every_type_of_property_comes_back_as_it_was()
    {
        var row = Row("types");
        (row["Text"], row["Flag"], row["Number"], row["Long"], row["Fraction"], row["Nothing"]) = ("é 'quoted' \u4e2d", true, 7, 1L << 40, 3.0, null);
        (row["Time"], row["Id"], row["Bytes"]) = (new DateTimeOffset(2026, 1, 2, 3, 4, 5, 678, TimeSpan.Zero), Guid.Parse("11112222-3333-4444-5555-666677778888"), new byte[] { 1, 2, 3 });

        var written = await table.AddEntityAsync(row, None);
        var read = (await table.GetEntityIfExistsAsync(partition, "types", cancellationToken: None))!;

        Assert.Equal(written, read.ETag);
        Assert.Equal(("é 'quoted' \u4e2d", true, 7, 1L << 40), (read.GetString("Text"), read.GetBoolean("Flag"), read.GetInt32("Number"), read.GetInt64("Long")));
        Assert.Equal((3.0, row["Time"], row["Id"]), (read["Fraction"], read["Time"], read["Id"]));
        Assert.Equal([1, 2, 3], read.GetBinary("Bytes"));
        Assert.False(read.ContainsKey("Nothing"));
    }

    [Theory]
    [InlineData("o'clock")]
    [InlineData("100%25 | + & = ; , : @ $ * ( ) ~ ^ [ ] { } < > \" !")]
    [InlineData("\u00e9\u4e2d\ud83d\ude00")]
    [InlineData("..")]
    public async Task Keys_may_hold_almost_anything(string key)
    {
        await table.AddEntityAsync(Row(key), None);

        Assert.NotNull(await table.GetEntityIfExistsAsync(partition, key, cancellationToken: None));
        Assert.Equal([key], await table.QueryAsync($"PartitionKey eq '{partition}' and RowKey eq {TableQuery.Literal(key)}", cancellationToken: None).Select(row => row.RowKey).ToListAsync(None));
        await table.SubmitTransactionAsync([new TableTransactionAction(Delete, Row(key))], None);
        Assert.Null(await table.GetEntityIfExistsAsync(partition, key, cancellationToken: None));
    }

    [Fact]
    public async Task Conditions_hold()
    {
        var first = await table.AddEntityAsync(Row("a"), None);
        var second = await table.UpdateEntityAsync(Row("a"), first, cancellationToken: None);

        Assert.Equal((409, "EntityAlreadyExists"), await RefusalAsync(() => table.AddEntityAsync(Row("a"), None)));
        Assert.Equal((412, "UpdateConditionNotSatisfied"), await RefusalAsync(() => table.UpdateEntityAsync(Row("a"), first, cancellationToken: None)));
        Assert.Equal((404, "ResourceNotFound"), await RefusalAsync(() => table.UpdateEntityAsync(Row("b"), ETag.All, cancellationToken: None)));
        Assert.Equal((412, "UpdateConditionNotSatisfied"), await RefusalAsync(() => table.DeleteEntityAsync(partition, "a", first, None)));
        await table.DeleteEntityAsync(partition, "a", second, None);
        await table.DeleteEntityAsync(partition, "a", ETag.All, None);
    }

    [Fact]
    public async Task Merging_keeps_what_replacing_drops()
    {
        await table.UpsertEntityAsync(With("m", ("A", 1), ("B", 2)), cancellationToken: None);
        await table.UpsertEntityAsync(With("m", ("B", 3)), TableUpdateMode.Merge, None);
        var merged = (await table.GetEntityIfExistsAsync(partition, "m", cancellationToken: None))!;
        await table.UpsertEntityAsync(With("m", ("B", 4)), TableUpdateMode.Replace, None);
        var replaced = (await table.GetEntityIfExistsAsync(partition, "m", cancellationToken: None))!;

        Assert.Equal((1, 3, null, 4), (merged.GetInt32("A"), merged.GetInt32("B"), replaced.GetInt32("A"), replaced.GetInt32("B")));
    }

    [Fact]
    public async Task A_missing_row_is_null_and_a_missing_table_an_error()
    {
        var missing = new TableServiceClient(azurite.ConnectionString).GetTableClient("nosuchtable");

        Assert.Null(await table.GetEntityIfExistsAsync(partition, "none", cancellationToken: None));
        Assert.Equal((404, "TableNotFound"), await RefusalAsync(async () => await missing.GetEntityIfExistsAsync(partition, "none", cancellationToken: None)));
    }

    [Fact]
    public async Task A_query_goes_on_over_its_pages_in_key_order()
    {
        foreach (var chunk in Enumerable.Range(0, 1050).Chunk(100))
        {
            await table.SubmitTransactionAsync([.. chunk.Select(number => new TableTransactionAction(Add, With($"row|{number:D5}", ("Odd", number % 2))))], None);
        }

        var rows = await table.QueryAsync(TableQuery.Prefix(partition, "row|"), cancellationToken: None).Select(row => row.RowKey).ToListAsync(None);
        var odd = await table.QueryAsync($"{TableQuery.Prefix(partition, "row|")} and Odd eq 1", maxPerPage: 7, select: ["RowKey"], cancellationToken: None).CountAsync(None);

        Assert.Equal(Enumerable.Range(0, 1050).Select(number => $"row|{number:D5}"), rows);
        Assert.Equal(525, odd);
    }

    [Fact]
    public async Task A_transaction_is_all_or_nothing_and_names_what_failed()
    {
        var old = await table.AddEntityAsync(With("head", ("Version", 1)), None);
        var current = await table.UpdateEntityAsync(With("head", ("Version", 2)), old, cancellationToken: None);

        var stale = await Assert.ThrowsAsync<TableTransactionFailedException>(() => table.SubmitTransactionAsync(
            [new(Add, Row("event|1")), new(Add, Row("event|2")), new(UpdateReplace, With("head", ("Version", 3)), old)], None));
        Assert.Equal((412, "UpdateConditionNotSatisfied", 2), (stale.Status, stale.ErrorCode, stale.FailedTransactionActionIndex));
        Assert.Null(await table.GetEntityIfExistsAsync(partition, "event|1", cancellationToken: None));

        await table.SubmitTransactionAsync([new(Add, Row("event|1")), new(UpdateReplace, With("head", ("Version", 3)), current)], None);
        var taken = await Assert.ThrowsAsync<TableTransactionFailedException>(() => table.SubmitTransactionAsync(
            [new(UpsertReplace, With("head", ("Version", 9))), new(Add, Row("event|1"))], None));
        Assert.Equal((409, "EntityAlreadyExists", 1), (taken.Status, taken.ErrorCode, taken.FailedTransactionActionIndex));
        Assert.Equal(3, (await table.GetEntityIfExistsAsync(partition, "head", cancellationToken: None))!.GetInt32("Version"));
    }

    [Fact]
    public async Task What_Azure_refuses_is_never_sent()
    {
        await Refused([]);
        await Refused([.. Enumerable.Range(0, 101).Select(number => new TableTransactionAction(Add, Row($"{number}")))]);
        await Refused([new(Add, Row("a")), new(Add, new TableEntity("other", "b"))]);
        await Refused([new(Add, Row("a")), new(Delete, Row("a"))]);
        await Refused([new(Add, Row("a/b"))]);
        await Refused([new(Add, Row(new string('x', 513)))]);
        await Refused([new(Add, With("a", [.. Enumerable.Range(0, 253).Select(number => ($"P{number}", number))]))]);
        Assert.Throws<ArgumentException>(() => new TableServiceClient(azurite.ConnectionString).GetTableClient("Capitals"));

        Task Refused(TableTransactionAction[] actions) => Assert.ThrowsAsync<ArgumentException>(() => table.SubmitTransactionAsync(actions, None));
    }

    private TableEntity Row(string key) => new(partition, key);

    private TableEntity With(string key, params (string Name, int Value)[] properties)
    {
        var row = Row(key);
        foreach (var (name, value) in properties)
        {
            row[name] = value;
        }

        return row;
    }

    private static async Task<(int, string?)> RefusalAsync(Func<Task> write)
    {
        var refusal = await Assert.ThrowsAsync<RequestFailedException>(write);
        return (refusal.Status, refusal.ErrorCode);
    }
}
