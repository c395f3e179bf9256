using System.Net;
using System.Text.Json;
using Azure.Core.Pipeline;
using Azure.Data.Tables;
using Usher.Bots;
using Usher.LocalHost;
using Usher.Storage;
using Usher.Tests.Support;

namespace Usher.Tests.Storage;

/// <summary>
/// The files in <c>Rows</c> match rows on someone's disk: one bot's stream, its head, and one of every other kind of row. Never change a
/// file to make a test pass: code that cannot read it, or that writes it differently, has changed the storage format.
/// </summary>
public sealed class StoredRowsTests(AzuriteFixture azurite)
{
    private static readonly string Folder = Path.Combine(Repository.Root, "tests", "Storage", "Rows");

    public static TheoryData<string> Events =>
        new(
            Directory
                .EnumerateFiles(Folder, "*.json")
                .Select(file => Path.GetFileNameWithoutExtension(file))
                .Where(IsEvent)
                .Order(StringComparer.Ordinal)
        );

    [Theory]
    [MemberData(nameof(Events))]
    public void An_event_round_trips(string file)
    {
        var row = Row(file);
        var stored = StoredEvents.FromRow(row)!;

        Assert.Equal(Text(file), Text(StoredEvents.ToRow("A", BotId.Parse(row.RowKey.Split('|')[1]), stored)));
    }

    [Fact]
    public void Every_kind_of_event_is_covered() =>
        Assert.Equal(
            typeof(BotEvent)
                .GetNestedTypes(System.Reflection.BindingFlags.NonPublic)
                .Select(type => type.Name)
                .Order(StringComparer.Ordinal),
            Events.Select(file => StoredEvents.FromRow(Row(file.Data))!.Event.GetType().Name).Distinct().Order(StringComparer.Ordinal)
        );

    [Fact]
    public async Task The_head_round_trips_and_is_the_fold_of_its_events()
    {
        var table = await TableOfAllAsync();
        var store = new BotStore(table, TimeProvider.System);

        var events = await store.EventsAsync("A", Spec.Id, cancellationToken: Cancel).ToListAsync(Cancel);
        var head = (await store.ReadAsync("A", Spec.Id, Cancel))!;

        Assert.Equal(Enumerable.Range(1, 9), events.Select(stored => stored.Sequence));
        var folded = Bot.Fold(Spec.Id, events.Select(stored => stored.Event));
        Assert.Equal(Json(folded), Json(head.Bot));
        var written = BotTransaction.Of(new StreamAppend(head, events, folded, events[^1].Commit, ReportId: null));
        Assert.Equal(Text("head"), Text(written.Single(action => action.Entity.RowKey == StreamRows.Head(Spec.Id)).Entity));
    }

    [Fact]
    public void A_void_row_is_not_an_event() => Assert.Null(StoredEvents.FromRow(Row("void")));

    [Fact]
    public async Task A_void_row_is_written_as_recorded()
    {
        var table = await NewTableAsync();
        await new BotStore(table, TimeProvider.System).FenceAsync("A", Spec.Id, 10, Cancel);

        Assert.Equal(Text("void"), Text(Assert.Single(await table.QueryAsync<TableEntity>(cancellationToken: Cancel).ToListAsync(Cancel))));
    }

    [Fact]
    public async Task A_deadline_round_trips()
    {
        var (before, after) = (await NewTableAsync(), await NewTableAsync());
        await before.AddEntityAsync(Row("deadline"), Cancel);

        var stored = Assert.Single(await new Deadlines(before).PassedAsync(DateTimeOffset.MaxValue, Cancel).ToListAsync(Cancel));
        Assert.Equal(new Deadline("A", Spec.Id, new DateTimeOffset(2026, 11, 23, 12, 55, 0, 123, TimeSpan.Zero)), stored.Deadline);

        await new Deadlines(after).WriteAsync(stored.Deadline, Cancel);
        Assert.Equal(
            Text("deadline"),
            Text(Assert.Single(await after.QueryAsync<TableEntity>(cancellationToken: Cancel).ToListAsync(Cancel)))
        );
    }

    [Fact]
    public void A_batch_in_the_feed_round_trips()
    {
        var batch = FeedBatch.FromRow(Row("fed-batch"))!;

        Assert.Equal(4, batch.Count);
        Assert.Equal(Text("fed-batch"), Text(batch.ToRow("A-0", StreamRows.UnnumberedBatch(Spec.Id, batch.From))));
        Assert.Null(FeedBatch.FromRow(Row("01-created")));
    }

    [Theory]
    [InlineData("event_types", typeof(BotEventType))]
    [InlineData("meeting_commands", typeof(MeetingCommandType))]
    [InlineData("states", typeof(BotState))]
    [InlineData("recording_states", typeof(RecordingState))]
    [InlineData("transcription_states", typeof(TranscriptionState))]
    public void Names_on_disk_never_change_and_new_ones_are_added_here(string list, Type names)
    {
        var stored = JsonElement
            .Parse(File.ReadAllText(Path.Combine(Folder, "names.json")))
            .GetProperty(list)
            .EnumerateArray()
            .Select(name => name.GetString());

        Assert.Equal(stored.Order(), Enum.GetNames(names).Select(JsonNamingPolicy.SnakeCaseLower.ConvertName).Order());
    }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private static bool IsEvent(string file) =>
        file.StartsWith('0')
        || file.StartsWith("created", StringComparison.Ordinal)
        || file.StartsWith("command", StringComparison.Ordinal);

    /// <summary>The row as the SDK reads it.</summary>
    private static TableEntity Row(string file)
    {
        using var handler = new OneRow(File.ReadAllText(Path.Combine(Folder, file + ".json")));
        return handler.Table.GetEntity<TableEntity>("partition", "row").Value;
    }

    /// <summary>The recorded row, with its properties sorted by name.</summary>
    private static string Text(string file) => Ordered(File.ReadAllText(Path.Combine(Folder, file + ".json")));

    /// <summary>The row as the SDK sends it, in the same form.</summary>
    private static string Text(ITableEntity row)
    {
        using var handler = new OneRow("");
        handler.Table.AddEntity((TableEntity)row);
        return Ordered(handler.Sent);
    }

    private static string Ordered(string json) =>
        string.Join(
            '\n',
            JsonElement
                .Parse(json)
                .EnumerateObject()
                .Select(property => $"{property.Name}: {property.Value.ValueKind} {property.Value}")
                .Order(StringComparer.Ordinal)
        );

    private static string Json(Bot bot) => JsonSerializer.Serialize(bot, BotJson.Default.Bot);

    private async Task<TableClient> TableOfAllAsync()
    {
        var table = await NewTableAsync();
        foreach (
            var file in Directory.EnumerateFiles(Folder, "*.json").Where(file => !file.EndsWith("names.json", StringComparison.Ordinal))
        )
        {
            await table.AddEntityAsync(Row(Path.GetFileNameWithoutExtension(file)), Cancel);
        }

        return table;
    }

    private async Task<TableClient> NewTableAsync()
    {
        var table = new TableServiceClient(azurite.ConnectionString).GetTableClient(
            $"rows{Guid.CreateVersion7(TimeProvider.System.GetUtcNow()):N}"
        );
        await table.EnsureAsync(Cancel);
        return table;
    }

    /// <summary>A table with one row, given as JSON, that remembers what was written last.</summary>
    private sealed class OneRow(string json) : HttpMessageHandler
    {
        public string Sent { get; private set; } = "";

        public TableClient Table =>
            new(
                new Uri("https://account.table.core.windows.net"),
                "rows",
                new TableSharedKeyCredential("account", ""),
                new TableClientOptions { Transport = new HttpClientTransport(this) }
            );

        protected override HttpResponseMessage Send(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            if (request.Content is not { } content)
            {
                return new HttpResponseMessage { Content = new StringContent(json) };
            }

            using var reader = new StreamReader(content.ReadAsStream(cancellationToken));
            Sent = reader.ReadToEnd();
            return new HttpResponseMessage(HttpStatusCode.NoContent);
        }

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
            Task.FromResult(Send(request, cancellationToken));
    }
}
