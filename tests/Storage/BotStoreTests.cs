using System.Text.Json;
using Azure.Core;
using Azure.Core.Pipeline;
using Azure.Data.Tables;
using Microsoft.Extensions.DependencyInjection;
using Usher.Bots;
using Usher.Storage;
using Usher.Tests.Support;

namespace Usher.Tests.Storage;

public sealed class BotStoreTests(AzuriteFixture azurite) : IAsyncLifetime
{
    private static readonly CancellationToken None = CancellationToken.None;
    private TestApp app = null!;
    private BotStore store = null!;

    public async ValueTask InitializeAsync()
    {
        app = await TestApp.StartAsync(azurite.ConnectionString);
        await app.Services.GetRequiredService<StorageSetup>().EnsureAsync();
        store = app.Services.GetRequiredService<BotStore>();
    }

    public ValueTask DisposeAsync() => app.DisposeAsync();

    [Fact]
    public async Task A_read_returns_the_fold_of_the_events()
    {
        var id = BotId.Parse(await app.CreateBotAsync(inSeconds: 3600));
        await app.Client.SendAsync(
            "PATCH",
            $"/api/v1/bots/{id}",
            """{"metadata": {"a": "\u00e9"}, "recording_settings": {"format": "mp3"}}"""
        );
        await app.Client.SendAsync("DELETE", $"/api/v1/bots/{id}");

        var events = await store.EventsAsync(app.Project, id, cancellationToken: None).ToListAsync(None);
        var stored = await store.ReadAsync(app.Project, id, None);

        Assert.Equal([1, 2, 3], events.Select(stored => stored.Sequence));
        Assert.Equal(
            ["ready>scheduled", "scheduled>scheduled", "scheduled>deleted"],
            events.Select(stored => $"{stored.OldState.Name}>{stored.NewState.Name}")
        );
        Assert.Equal(Json(Bot.Fold(id, events.Select(stored => stored.Event))), Json(stored!.Bot));
        Assert.StartsWith("key:", events[0].Event.Actor.Name, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Large_settings_are_split_across_properties()
    {
        var text = new string('\u00e9', 100_000);
        var (_, body) = await app.Client.SendAsync(
            "POST",
            "/api/v1/bots",
            $$"""
            {"meeting_url": "https://zoom.us/j/1", "bot_name": "x", "rtmp_settings": {"destination_url": "rtmp://a", "stream_key": "{{text}}"} }
            """
        );

        var stored = await store.ReadAsync(app.Project, BotId.Parse(body.GetProperty("id").GetString()!), None);

        Assert.Equal(text, stored!.Bot.Settings.Json.Element.GetProperty("rtmp_settings").GetProperty("stream_key").GetString());
    }

    [Fact]
    public async Task A_fenced_off_writer_decides_again()
    {
        var id = BotId.Parse(await app.CreateBotAsync(inSeconds: 3600));
        var frozen = Next(await store.ReadAsync(app.Project, id, None), BotEventType.Deleted);

        Assert.True(await store.FenceAsync(app.Project, id, 2, None));

        Assert.Equal(AppendResult.Stale, await store.AppendAsync(frozen, None));
        Assert.Equal(
            AppendResult.Appended,
            await store.AppendAsync(Next(await store.ReadAsync(app.Project, id, None), BotEventType.Deleted), None)
        );
    }

    [Fact]
    public async Task A_fenced_off_creation_can_never_be_committed()
    {
        var id = BotId.New(app.Clock.GetUtcNow(), null);

        Assert.True(await store.FenceAsync(app.Project, id, 1, None));

        Assert.Equal(AppendResult.Stale, await store.AppendAsync(First(id), None));
        Assert.Null(await store.ReadAsync(app.Project, id, None));
        Assert.Empty(await store.EventsAsync(app.Project, id, cancellationToken: None).ToListAsync(None));
    }

    [Fact]
    public async Task An_existing_fence_is_kept()
    {
        var id = BotId.New(app.Clock.GetUtcNow(), null);
        await store.FenceAsync(app.Project, id, 1, None);

        Assert.True(await store.FenceAsync(app.Project, id, 1, None));
    }

    [Fact]
    public async Task A_fence_for_committed_events_says_so_and_leaves_them()
    {
        var id = BotId.New(app.Clock.GetUtcNow(), null);
        await store.AppendAsync(First(id), None);
        var before = await store.ReadAsync(app.Project, id, None);

        Assert.False(await store.FenceAsync(app.Project, id, 1, None));

        Assert.Equal(before!.ETag, (await store.ReadAsync(app.Project, id, None))!.ETag);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_transaction_whose_response_is_lost_is_applied_once(bool answerIsLost)
    {
        var options = StorageAccount.TableOptions();
        options.Transport = new LossyTransport(answerIsLost);
        var lossy = new BotStore(new TableServiceClient(azurite.ConnectionString, options).GetTableClient("bots"), TimeProvider.System);
        var id = BotId.New(app.Clock.GetUtcNow(), null);

        Assert.Equal(AppendResult.Appended, await lossy.AppendAsync(First(id), None));

        Assert.Single(await store.EventsAsync(app.Project, id, cancellationToken: None).ToListAsync(None));
    }

    private StreamAppend First(BotId id)
    {
        var created = new BotEvent.Created(Given.Details() with { Project = app.Project })
        {
            Type = BotEventType.JoinRequested,
            At = app.Clock.GetUtcNow(),
            Actor = Given.Caller,
        };
        return new StreamAppend(
            null,
            [new StoredEvent(1, created, BotState.Ready, BotState.Joining, "commit-1", null)],
            Bot.Evolve(id, null, created),
            "commit-1",
            null
        );
    }

    private StreamAppend Next(StoredBot? before, BotEventType type)
    {
        var next = new BotEvent.Transitioned
        {
            Type = type,
            At = app.Clock.GetUtcNow(),
            Actor = Given.Caller,
        };
        var after = Bot.Evolve(before!.Bot.Id, before.Bot, next);
        return new StreamAppend(
            before,
            [new StoredEvent(after.Version, next, before.Bot.State, after.State, "commit-2", null)],
            after,
            "commit-2",
            null
        );
    }

    private static string Json(Bot bot) => JsonSerializer.Serialize(bot, BotJson.Default.Bot);

    /// <summary>Fails the first transaction with a lost connection, after or before the service has carried it out.</summary>
    private sealed class LossyTransport(bool afterwards) : HttpPipelineTransport
    {
        private readonly HttpClientTransport real = new();
        private bool lost;

        public override Request CreateRequest() => real.CreateRequest();

        public override void Process(HttpMessage message) => throw new NotSupportedException();

        public override async ValueTask ProcessAsync(HttpMessage message)
        {
            var loses = !lost && message.Request.Uri.Path.EndsWith("$batch", StringComparison.Ordinal);
            lost |= loses;
            if (!loses || afterwards)
            {
                await real.ProcessAsync(message);
            }

            if (loses)
            {
                throw new IOException("The connection was lost.");
            }
        }
    }
}
