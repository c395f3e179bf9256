using System.Text;
using Azure;
using Azure.Core;
using Azure.Data.Tables;
using Azure.Storage.Blobs.Models;
using Microsoft.Extensions.DependencyInjection;
using Usher.Bots;
using Usher.Bots.Webhooks;
using Usher.Commanding;
using Usher.Lifecycle;
using Usher.Storage;
using Usher.Tests.Lifecycle;
using Usher.Tests.Support;

namespace Usher.Tests.Storage;

/// <summary>Once a bot's data is deleted, no row or blob contains any of it, whatever happens meanwhile; the bot's facts remain.</summary>
public sealed class BotErasureTests(AzuriteFixture azurite) : IAsyncLifetime
{
    /// <summary>Letters and digits only; it appears wherever a caller or a runner can write text, and nowhere else.</summary>
    private readonly string secret = $"s3cret{Guid.CreateVersion7(TimeProvider.System.GetUtcNow()):N}";
    private TestApp app = null!;
    private WebhookReceiver receiver = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        app = await TestApp.StartAsync(azurite.ConnectionString, time: null, "--Usher:Webhooks:AllowLoopback=true");
        receiver = await WebhookReceiver.StartAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await receiver.DisposeAsync();
        await app.DisposeAsync();
    }

    [Fact]
    public async Task No_row_or_blob_contains_the_data_any_longer_and_the_facts_remain()
    {
        var bot = await LiveAsync();
        await FeedAsync();
        await app.ReportAsync(bot, "post_processing_completed");
        var before = await FactsAsync(bot);
        Assert.NotEmpty(await RemainsAsync());

        var (status, answer) = await app.Client.SendAsync("POST", $"/api/v1/bots/{bot}/delete_data");
        await DispatchAsync(bot);

        Assert.Equal((200, "data_deleted"), (status, answer.GetProperty("state").GetString()));
        Assert.Equal(secret, answer.GetProperty("metadata").GetProperty("name").GetString());
        Assert.Equal([], await RemainsAsync());
        Assert.Equal([], await BlobsAsync());
        Assert.Equal(before, (await FactsAsync(bot))[..before.Count]);
        Assert.Equal(["data_deleted"], (await FactsAsync(bot))[before.Count..].Select(fact => fact.Split(' ')[1]));
        await AssertSoundAsync();
        var (_, read) = await app.Client.SendAsync("GET", $"/api/v1/bots/{bot}");
        Assert.Equal(
            ("data_deleted", "null", "", "null"),
            (
                read.GetProperty("state").GetString(),
                read.GetProperty("metadata").GetRawText(),
                read.GetProperty("meeting_url").GetString(),
                read.GetProperty("deduplication_key").GetRawText()
            )
        );
        Assert.Equal(400, (await app.Client.SendAsync("POST", $"/api/v1/bots/{bot}/delete_data")).Status);
    }

    [Fact]
    public async Task A_kill_at_any_point_leaves_a_consistent_stream_and_the_next_try_completes_the_erasure()
    {
        var bot = await LiveAsync();
        await app.ReportAsync(bot, "post_processing_completed");
        await app.Client.SendAsync("POST", $"/api/v1/bots/{bot}/delete_data");
        var kills = 0;
        for (var isDone = false; !isDone; kills++)
        {
            // Dies one write later in each round, until no write is left to die at.
            var writes = kills;
            app.AtStorage = target =>
            {
                var isWrite = !target.StartsWith("GET", StringComparison.Ordinal) && !target.EndsWith("message", StringComparison.Ordinal);
                if (isWrite && writes-- == 0)
                {
                    throw new TimeoutException("killed");
                }
            };
            try
            {
                await DispatchAsync(bot);
                isDone = true;
            }
            catch (Exception exception) when (exception is TimeoutException or RequestFailedException or AggregateException)
            {
                app.AtStorage = null;
                await AssertSoundAsync();
            }

            app.AtStorage = null;
        }

        Assert.True(kills > 3);
        Assert.Equal([], await RemainsAsync());
    }

    [Fact]
    public async Task Numbering_the_feed_meanwhile_brings_nothing_back()
    {
        var bot = await LiveAsync();
        await app.ReportAsync(bot, "post_processing_completed");
        await app.Client.SendAsync("POST", $"/api/v1/bots/{bot}/delete_data");
        var hasErased = false;
        app.AtStorage = target =>
        {
            // The reader has read the unnumbered events; before it writes, all data is erased.
            if (target == "POST transaction" && !hasErased)
            {
                hasErased = true;
                Task.Run(() => DispatchAsync(bot), Token).Wait(Token);
            }
        };

        await FeedAsync();
        app.AtStorage = null;

        Assert.True(hasErased);
        Assert.Equal([], await RemainsAsync());
        Assert.Contains("data_deleted", (await FeedAsync()).Select(fed => fed.Type));
    }

    [Fact]
    public async Task The_bots_own_receivers_are_notified_before_their_addresses_are_deleted()
    {
        var bot = await app.CreateBotWithMetadataAsync($"{receiver.Url}{secret}");
        await app.ReportAsync(bot, "could_not_join_meeting", "meeting_not_found");
        await app.Client.SendAsync("POST", $"/api/v1/bots/{bot}/delete_data");

        // None of the earlier announcements arrived: only that of the deletion.
        await DispatchAsync(bot);
        var deliveries = await app.DeliveriesAsync(bot);
        Assert.Equal([1, 2, 3], deliveries.Select(delivery => delivery.Sequence));
        foreach (var delivery in deliveries)
        {
            Assert.Equal(DeliveryStatus.Delivered, (await app.AttemptAsync(delivery)).Status);
        }

        await DispatchAsync(bot);

        Assert.Equal(
            ["join_requested", "could_not_join_meeting", "data_deleted"],
            receiver.Received.Select(one => one.Json.GetProperty("data").GetProperty("event_type").GetString())
        );
        Assert.All(receiver.Received, one => Assert.DoesNotContain("Zoë", one.Body, StringComparison.Ordinal));
        Assert.Equal([], await RemainsAsync());
    }

    [Theory]
    [InlineData(null)]
    [InlineData("joined_meeting")]
    [InlineData("meeting_ended")]
    public async Task An_unfinished_bot_keeps_its_data(string? report)
    {
        var bot = await app.CreateBotAsync();
        await (report is null ? Task.CompletedTask : app.ReportAsync(bot, report));

        var (status, answer) = await app.Client.SendAsync("POST", $"/api/v1/bots/{bot}/delete_data", "{}");

        Assert.Equal(
            (400, """{"error":"Bot is not in a state where the data deleted event can be created"}"""),
            (status, answer.GetRawText())
        );
        Assert.Equal(404, (await app.OtherClient().SendAsync("POST", $"/api/v1/bots/{bot}/delete_data")).Status);
    }

    [Fact]
    public async Task Deleting_again_with_the_same_key_gets_the_first_answer_without_the_data()
    {
        var bot = await LiveAsync();
        await app.ReportAsync(bot, "post_processing_completed");
        var first = await app.Client.AskAsync("POST", $"/api/v1/bots/{bot}/delete_data", null, ("Idempotency-Key", "d"));
        await DispatchAsync(bot);

        var again = await app.Client.AskAsync("POST", $"/api/v1/bots/{bot}/delete_data", null, ("Idempotency-Key", "d"));

        Assert.Equal((200, 200, true), (first.Status, again.Status, again.IsReplayed));
        Assert.Contains(secret, first.Body, StringComparison.Ordinal);
        Assert.DoesNotContain(secret, again.Body, StringComparison.Ordinal);
        Assert.Equal([], await RemainsAsync());
    }

    [Fact]
    public async Task Anything_written_after_the_deletion_is_new_and_stays()
    {
        var bot = await app.CreateBotAsync();
        await app.ReportAsync(bot, "fatal_error", "process_terminated");
        await app.Client.SendAsync("POST", $"/api/v1/bots/{bot}/delete_data");
        await DispatchAsync(bot);
        await app.Client.SendAsync("PATCH", $"/api/v1/bots/{bot}", """{"metadata": {"a": "new"}}""");

        await DispatchAsync(bot);

        var (_, read) = await app.Client.SendAsync("GET", $"/api/v1/bots/{bot}");
        Assert.Equal("""{"a":"new"}""", read.GetProperty("metadata").GetRawText());
    }

    [Fact]
    public async Task A_bot_with_more_events_than_fit_in_a_transaction_is_erased_too()
    {
        var bot = await app.CreateBotAsync();
        for (var number = 0; number < 210; number++)
        {
            await app.Client.SendAsync("PATCH", $"/api/v1/bots/{bot}", $$"""{"metadata": {"a": "{{secret}}-{{number}}"} }""");
        }

        await FeedAsync();
        await app.ReportAsync(bot, "fatal_error", "process_terminated");
        await app.Client.SendAsync("POST", $"/api/v1/bots/{bot}/delete_data");
        await DispatchAsync(bot);

        Assert.Equal([], await RemainsAsync());
        await AssertSoundAsync();
    }

    /// <summary>Storage checks the address by its own clock, which no test can move; the app's clock starts at the same time.</summary>
    [Fact]
    public async Task A_recording_uploaded_after_the_deletion_is_removed_once_all_addresses_have_expired()
    {
        var sent = new SentMessages();
        await app.DisposeAsync();
        app = await TestApp.StartAsync(
            azurite.ConnectionString,
            new ManualTime(TimeProvider.System.GetUtcNow()),
            options => options.AddPolicy(sent, HttpPipelinePosition.PerCall)
        );
        var bot = await app.CreateBotAsync();
        await app.ReportAsync(bot, "joined_meeting");
        using var runner = app.RunnerClient();
        var (_, upload) = await runner.SendAsync("POST", $"/runner/v1/bots/{bot}/recording");
        await app.ReportAsync(bot, "fatal_error", "process_terminated");
        await app.Client.SendAsync("POST", $"/api/v1/bots/{bot}/delete_data");
        await DispatchAsync(Last());

        using var http = new HttpClient();
        using var put = new HttpRequestMessage(HttpMethod.Put, upload.GetProperty("url").GetString());
        put.Content = new StringContent(secret);
        put.Headers.Add("x-ms-blob-type", "BlockBlob");
        using var stored = await http.SendAsync(put, Token);
        Assert.True(stored.IsSuccessStatusCode, await stored.Content.ReadAsStringAsync(Token));
        Assert.Single(await BlobsAsync("recordings"));

        var (last, count) = (Last(), sent.All.Count());
        Assert.InRange(last.Delay, TimeSpan.FromHours(2), TimeSpan.FromHours(2) + TimeSpan.FromSeconds(1));
        app.Clock.Advance(last.Delay);
        Assert.Empty(await DispatchAsync(last));

        Assert.Equal([], await BlobsAsync("recordings"));
        Assert.Equal(count, sent.All.Count());

        SentMessage Last() => sent.All.Last(message => message.Queue == BotQueues.EventsName);

        async Task<IEnumerable<string>> DispatchAsync(SentMessage message)
        {
            var durable = new RecordingDurableClient();
            await ActivatorUtilities
                .CreateInstance<DispatchBotEvents>(app.Services)
                .DispatchAsync(BotAnnouncement.Parse(message.Text), durable, Token);
            return durable.Requests.Select(request => $"{request}");
        }
    }

    /// <summary>Creates a bot with everything that a bot can have, up to post-processing.</summary>
    private async Task<string> LiveAsync()
    {
        var image = Convert.ToBase64String(
            Convert.FromBase64String("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAIAAACQd1PeAAAADElEQVR4nGP4z8AAAAMBAQDJ/pLvAAAAAElFTkSuQmCC")
        );
        var body = $$"""
            {
              "meeting_url": "https://us02web.zoom.us/j/123?pwd={{secret}}", "bot_name": "{{secret}}", "metadata": {"name": "{{secret}}"},
              "deduplication_key": "{{secret}}", "join_at": "2026-01-01T13:00:00Z", "bot_image": {"type": "image/png", "data": "{{image}}"},
              "bot_chat_message": {"to": "everyone", "message": "{{secret}}"},
              "rtmp_settings": {"destination_url": "rtmp://a/{{secret}}", "stream_key": "{{secret}}"},
              "webhooks": [{"url": "https://example.com/{{secret}}", "triggers": ["bot.state_change"]}]
            }
            """;
        var created = await app.Client.AskAsync("POST", "/api/v1/bots", body, ("Idempotency-Key", $"create-{app.Project}"));
        Assert.Equal(201, created.Status);
        var bot = created.BotId();
        var patch = $$"""
            {
              "metadata": {"name": "{{secret}}", "{{secret}}": "x"}, "bot_name": "{{secret}}2",
              "bot_image": {"type": "image/png", "data": "{{image}}"}
            }
            """;
        Assert.Equal(200, (await app.Client.AskAsync("PATCH", $"/api/v1/bots/{bot}", patch, ("Idempotency-Key", "patch"))).Status);
        app.Clock.Advance(TimeSpan.FromHours(1));
        var advance = new BotCommand.Advance(new LifecycleOptions(), null) { Actor = Actor.Lifecycle };
        await app.Services.GetRequiredService<BotStreams>().TransactAsync(app.Project, BotId.Parse(bot), advance, Token);
        foreach (var type in (string[])["joined_meeting", "recording_permission_granted", "meeting_ended"])
        {
            var report = $$"""
                {"id": "{{type}}", "type": "{{type}}", "data": {"participants": ["{{secret}}"], "transcript": "{{secret}}"} }
                """;
            Assert.Equal(200, (await app.RunnerClient().SendAsync("POST", $"/runner/v1/bots/{bot}/events", report)).Status);
        }

        foreach (var delivery in await app.DispatchAsync(bot))
        {
            await CancelAsync(delivery);
        }

        return bot;
    }

    /// <summary>Keeps it from being sent: example.com is not ours.</summary>
    private Task<WebhookDelivery?> CancelAsync(WebhookDelivery delivery) =>
        app.Services.GetRequiredService<WebhookDeliveries>().TryUpdateAsync(delivery with { Status = DeliveryStatus.Cancelled }, Token);

    /// <summary>Handles the announcement of the deletion as the queue does, until nothing is left to announce.</summary>
    private async Task DispatchAsync(string bot)
    {
        var id = BotId.Parse(bot);
        var deleted = await app
            .Services.GetRequiredService<BotStore>()
            .EventsAsync(app.Project, id, cancellationToken: Token)
            .SingleAsync(stored => stored.Event.Type == BotEventType.DataDeleted, Token);
        var announcement = new BotAnnouncement(
            app.Project,
            bot,
            deleted.Sequence,
            deleted.Sequence,
            deleted.Commit,
            app.Clock.GetUtcNow(),
            HasWebhooks: true
        );
        var dispatcher = ActivatorUtilities.CreateInstance<DispatchBotEvents>(app.Services);
        for (var round = 0; round < 2; round++)
        {
            await dispatcher.DispatchAsync(announcement, new RecordingDurableClient(), Token);
            var unreachable = await app.DeliveriesAsync(bot);
            foreach (var delivery in unreachable.Where(one => one.Url.StartsWith("https://example.com", StringComparison.Ordinal)))
            {
                await CancelAsync(delivery);
            }
        }
    }

    private async Task<IReadOnlyList<FeedEvent>> FeedAsync() =>
        (await app.Services.GetRequiredService<EventFeed>().AfterAsync(app.Project, FeedPlace.Start, 200, Token)).Events;

    /// <summary>The facts in the stream that are not personal data.</summary>
    private async Task<List<string>> FactsAsync(string bot) =>
        await app
            .Services.GetRequiredService<BotStore>()
            .EventsAsync(app.Project, BotId.Parse(bot), cancellationToken: Token)
            .Select(stored => (stored, next: stored.Event))
            .Select(one =>
                $"{one.stored.Sequence} {one.next.Type.Name} {one.next.SubType} {one.next.At:O} {one.next.Actor} "
                + $"{one.stored.OldState} {one.stored.NewState} {one.stored.Commit}"
            )
            .ToListAsync(Token);

    /// <summary>Asserts that the bot's projection matches its events.</summary>
    private async Task AssertSoundAsync()
    {
        var verification = app.Services.GetRequiredService<StreamVerification>();

        var (bots, differences) = await verification.VerifyAsync(app.Project, repair: false, tell: null, Token);

        Assert.Equal(1, bots);
        Assert.Empty(differences);
    }

    /// <summary>Every column of every row of every table that contains the secret, or its bytes.</summary>
    private async Task<List<string>> RemainsAsync()
    {
        List<string> found = [];
        var tables = app.Services.GetRequiredService<StorageAccount>().Tables;
        string[] names = ["bots", "deadlines", "heartbeats", "projects", "apikeys", "botindex", "slots", "webhookdeliveries"];
        foreach (var table in names)
        {
            await foreach (var row in tables.GetTableClient(table).QueryAsync<TableEntity>(cancellationToken: Token))
            {
                found.AddRange(
                    row.Where(column => Text(column.Value).Contains(secret, StringComparison.Ordinal))
                        .Select(column => $"{table} {row.RowKey} {column.Key}")
                );
            }
        }

        return found;
    }

    private static string Text(object? value) => value is byte[] bytes ? Encoding.UTF8.GetString(bytes) : value?.ToString() ?? "";

    private async Task<List<string>> BlobsAsync(string name = "bot-images")
    {
        var container = app.Services.GetRequiredService<StorageAccount>().Container(name);
        return await container
            .GetBlobsAsync(BlobTraits.None, BlobStates.None, $"{app.Project}/", Token)
            .Select(blob => blob.Name)
            .ToListAsync(Token);
    }
}
