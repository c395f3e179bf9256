using Azure;
using Azure.Data.Tables;
using Usher.Storage;
using Usher.Tests.Support;

namespace Usher.Tests.Storage;

public sealed class TableExtensionsTests(AzuriteFixture azurite)
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_missing_row_is_null_and_a_missing_table_is_an_error()
    {
        var table = await NewTableAsync();
        var missing = new TableClient(azurite.ConnectionString, "nosuchtable");

        Assert.Null(await table.FindAsync("p", "none", cancellationToken: Cancel));
        var refusal = await Assert.ThrowsAsync<RequestFailedException>(() => missing.FindAsync("p", "none", cancellationToken: Cancel));
        Assert.Equal((404, "TableNotFound"), (refusal.Status, refusal.ErrorCode));
    }

    [Fact]
    public async Task A_merge_leaves_null_properties_unchanged()
    {
        var table = await NewTableAsync();
        await table.AddEntityAsync(new TableEntity("p", "r") { ["A"] = 1, ["B"] = 2 }, Cancel);

        await table.UpsertEntityAsync(new TableEntity("p", "r") { ["A"] = 3, ["B"] = null }.WithoutNulls(), TableUpdateMode.Merge, Cancel);

        var merged = (await table.FindAsync("p", "r", cancellationToken: Cancel))!;
        Assert.Equal(["A", "B"], merged.Columns().Select(column => column.Key).Order(StringComparer.Ordinal));
        Assert.Equal((3, 2), (merged.GetInt32("A"), merged.GetInt32("B")));
    }

    [Fact]
    public async Task The_ETag_of_a_partial_read_guards_the_whole_row()
    {
        var table = await NewTableAsync();
        await table.AddEntityAsync(new TableEntity("p", "r") { ["A"] = 1, ["B"] = 2 }, Cancel);

        var read = (await table.FindAsync("p", "r", ["A"], Cancel))!;
        await table.UpdateEntityAsync(new TableEntity("p", "r") { ["A"] = 3 }, read.ETag, TableUpdateMode.Merge, Cancel);

        var stale = await Assert.ThrowsAsync<RequestFailedException>(() =>
            table.UpdateEntityAsync(new TableEntity("p", "r") { ["A"] = 4 }, read.ETag, TableUpdateMode.Merge, Cancel)
        );
        Assert.Equal(412, stale.Status);
    }

    private async Task<TableClient> NewTableAsync()
    {
        var table = new TableClient(azurite.ConnectionString, $"t{Guid.CreateVersion7(TimeProvider.System.GetUtcNow()):N}");
        await table.EnsureAsync(Cancel);
        return table;
    }
}
