using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.Extensions.DependencyInjection;
using Usher.Bots;
using Usher.Bots.Webhooks;
using Usher.Storage;
using Usher.Tests.Support;
using Usher.Webhooks;

namespace Usher.Tests.Webhooks;

/// <summary>Attempts against a real receiver, on real storage.</summary>
public sealed class WebhookDeliveryTests(AzuriteFixture azurite) : IAsyncLifetime
{
    private TestApp app = null!;
    private WebhookReceiver receiver = null!;

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
    public async Task Every_lifecycle_event_is_sent_once_in_the_peers_format_signed_both_ways()
    {
        var (webhook, secret) = await app.SubscribeAsync(receiver.Url);
        var bot = await app.CreateBotWithMetadataAsync();
        await app.ReportAsync(bot, "put_in_waiting_room");
        await app.Client.SendAsync("PATCH", $"/api/v1/bots/{bot}", """{"metadata": {"customer": "other"}}""");
        await app.ReportAsync(bot, "joined_meeting");
        await app.ReportAsync(bot, "recording_saved");

        foreach (var delivery in await app.DispatchAsync(bot))
        {
            Assert.Equal(DeliveryStatus.Delivered, (await app.AttemptAsync(delivery)).Status);
        }

        var received = receiver.Received.ToList();
        Assert.Equal(
            $$$"""{"bot_id":"{{{bot}}}","bot_metadata":{"customer":"Zoë"},"data":{"created_at":"2026-01-01T12:00:00Z","event_metadata":{},"event_sub_type":null,"event_type":"join_requested","new_state":"joining","old_state":"ready","sequence_number":1},"idempotency_key":"{{{WebhookDelivery.IdOf(BotId.Parse(bot), new EventPlace(1), webhook)}}}","trigger":"bot.state_change"}""",
            received[0].Body
        );
        Assert.Equal(
            ["join_requested", "put_in_waiting_room", "joined_meeting"],
            received.Select(one => one.Json.GetProperty("data").GetProperty("event_type").GetString())
        );
        Assert.Equal([1, 2, 4], received.Select(one => one.Json.GetProperty("data").GetProperty("sequence_number").GetInt32()));
        Assert.Equal(
            ["Zoë", "Zoë", "other"],
            received.Select(one => one.Json.GetProperty("bot_metadata").GetProperty("customer").GetString())
        );
        Assert.All(
            received,
            one =>
            {
                Assert.True(one.IsSignedWith(secret));
                Assert.Equal(("Usher-Webhook/1.0", "application/json"), (one.Headers["User-Agent"], one.Headers["Content-Type"]));
                Assert.Equal(one.Json.GetProperty("idempotency_key").GetString(), one.Headers["webhook-id"]);
            }
        );
    }

    [Fact]
    public async Task Dispatching_twice_or_receiving_a_message_twice_sends_nothing_twice()
    {
        await app.SubscribeAsync(receiver.Url);
        var bot = await app.CreateBotAsync();

        var first = await app.DispatchAsync(bot);
        await app.AttemptAsync(first[0]);
        var second = await app.DispatchAsync(bot);
        await app.AttemptAsync(first[0]);

        Assert.Single(receiver.Received);
        Assert.Equal(DeliveryStatus.Delivered, Assert.Single(second).Status);
    }

    [Fact]
    public async Task A_failing_receiver_is_tried_seven_times_on_schedule_with_the_same_bytes_and_id()
    {
        await app.SubscribeAsync(receiver.Url);
        receiver.AnswerWith(500);
        var delivery = (await app.DispatchAsync(await app.CreateBotAsync()))[0];

        foreach (var delay in RetrySchedule.Delays)
        {
            delivery = await app.AttemptAsync(delivery);
            Assert.Equal(DeliveryStatus.Pending, delivery.Status);
            Assert.InRange(delivery.NextAttemptAt!.Value - app.Clock.GetUtcNow(), delay - TimeSpan.FromMilliseconds(1), delay * 1.2);
            app.Clock.Advance(delivery.NextAttemptAt!.Value - app.Clock.GetUtcNow());
        }

        delivery = await app.AttemptAsync(delivery);
        await app.AttemptAsync(delivery);

        Assert.Equal((DeliveryStatus.Failed, 7, 7), (delivery.Status, delivery.Attempts, receiver.Received.Count));
        Assert.Single(receiver.Received.Select(one => one.Body).Distinct());
        Assert.Single(receiver.Received.Select(one => one.Headers["webhook-id"]).Distinct());
        Assert.Equal(7, receiver.Received.Select(one => one.Headers["webhook-timestamp"]).Distinct().Count());
        Assert.All(delivery.Log, attempt => Assert.Equal(500, attempt.Status));
    }

    [Theory]
    [InlineData(429, "300", 300)]
    [InlineData(503, "Thu, 01 Jan 2026 12:10:00 GMT", 600)]
    [InlineData(503, "999999", 21600)]
    [InlineData(500, "300", 5)]
    public async Task A_busy_receiver_gets_the_time_it_asks_for(int status, string retryAfter, int seconds)
    {
        await app.SubscribeAsync(receiver.Url);
        receiver.AnswerWith(status, ("Retry-After", retryAfter));

        var delivery = await app.AttemptAsync((await app.DispatchAsync(await app.CreateBotAsync()))[0]);

        Assert.InRange((delivery.NextAttemptAt!.Value - app.Clock.GetUtcNow()).TotalSeconds, seconds - 0.001, (seconds * 1.2) + 0.001);
    }

    [Fact]
    public async Task A_redirect_is_a_failure_and_is_not_followed()
    {
        await app.SubscribeAsync(receiver.Url);
        receiver.AnswerWith(307, ("Location", new Uri(receiver.Url, "/elsewhere").ToString()));

        var delivery = await app.AttemptAsync((await app.DispatchAsync(await app.CreateBotAsync()))[0]);

        Assert.Equal((DeliveryStatus.Pending, 307), (delivery.Status, delivery.Log[0].Status));
        Assert.Equal("/", Assert.Single(receiver.Received).Path);
    }

    [Fact]
    public async Task A_silent_receiver_is_abandoned_after_ten_seconds()
    {
        await app.SubscribeAsync(receiver.Url);
        var asked = new TaskCompletionSource();
        receiver.Answer = async context =>
        {
            asked.SetResult();
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, context.RequestAborted)
                .ContinueWith(_ => { }, TaskScheduler.Default);
        };
        var delivery = (await app.DispatchAsync(await app.CreateBotAsync()))[0];

        var attempt = app.AttemptAsync(delivery);
        await asked.Task;
        app.Clock.Advance(TimeSpan.FromSeconds(10));
        delivery = await attempt;

        Assert.Equal((null, "No answer within 10 s.", 10_000), (delivery.Log[0].Status, delivery.Log[0].Error, delivery.Log[0].DurationMs));
    }

    [Fact]
    public async Task An_endless_response_is_cut_off_and_its_status_counts()
    {
        await app.SubscribeAsync(receiver.Url);
        var over = new TaskCompletionSource();
        receiver.Answer = async context =>
        {
            // More than is read, and then nothing: waiting for the end would take forever, since the clock stands still.
            await context.Response.Body.WriteAsync(new byte[128 * 1024], CancellationToken.None);
            await over.Task;
        };

        var delivery = await app.AttemptAsync((await app.DispatchAsync(await app.CreateBotAsync()))[0]);
        over.SetResult();

        Assert.Equal((DeliveryStatus.Delivered, 200), (delivery.Status, delivery.Log[0].Status));
    }

    [Fact]
    public async Task A_receiver_that_is_gone_ends_the_subscription()
    {
        var (webhook, _) = await app.SubscribeAsync(receiver.Url);
        var deliveries = await app.DispatchAsync(await app.CreateBotAsync());
        var other = (await app.DispatchAsync(await app.CreateBotAsync()))[0];
        receiver.AnswerWith(410);

        var gone = await app.AttemptAsync(deliveries[0]);
        var cancelled = await app.AttemptAsync(other);
        var later = await app.DispatchAsync(await app.CreateBotAsync());
        var (_, list) = await app.ManageAsync("GET", "/webhooks");

        Assert.Equal((DeliveryStatus.Failed, DeliveryStatus.Cancelled), (gone.Status, cancelled.Status));
        Assert.Empty(later);
        Assert.Single(receiver.Received);
        Assert.Equal("ended", list.GetProperty("results")[0].GetProperty("status").GetString());
        Assert.Equal(409, (await app.ManageAsync("POST", $"/webhooks/{webhook}/resume")).Status);
    }

    [Fact]
    public async Task A_bots_own_subscriptions_replace_the_projects_and_end_separately()
    {
        await app.SubscribeAsync(receiver.Url);
        await using var own = await WebhookReceiver.StartAsync();
        own.AnswerWith(410);
        var bot = await app.CreateBotWithMetadataAsync($"{own.Url}1", $"{own.Url}2");
        await app.ReportAsync(bot, "joined_meeting");

        var deliveries = await app.DispatchAsync(bot);
        var after = new List<DeliveryStatus>();
        foreach (var delivery in deliveries)
        {
            after.Add((await app.AttemptAsync(delivery)).Status);
        }

        Assert.Equal(["b1", "b2", "b1", "b2"], deliveries.Select(delivery => delivery.Subscription));
        Assert.Equal([DeliveryStatus.Failed, DeliveryStatus.Failed, DeliveryStatus.Cancelled, DeliveryStatus.Cancelled], after);
        Assert.Equal(["/1", "/2"], own.Received.Select(one => one.Path));
        Assert.Empty(receiver.Received);
    }

    [Fact]
    public async Task Subscribers_to_other_triggers_get_no_state_changes()
    {
        Assert.Equal(
            201,
            (await app.ManageAsync("POST", "/webhooks", $$"""{"url": "{{receiver.Url}}", "triggers": ["transcript.update"]}""")).Status
        );

        Assert.Empty(await app.DispatchAsync(await app.CreateBotAsync()));
    }

    [Fact]
    public async Task Five_days_of_failures_pause_a_webhook_and_resuming_it_sends_what_was_held_in_order()
    {
        var (webhook, _) = await app.SubscribeAsync(receiver.Url);
        receiver.AnswerWith(500);
        await app.AttemptAsync((await app.DispatchAsync(await app.CreateBotAsync()))[0]);
        app.Clock.Advance(TimeSpan.FromDays(5));
        var failing = await app.AttemptAsync((await app.DispatchAsync(await app.CreateBotAsync()))[0]);
        Assert.Equal("paused", await StatusAsync());

        app.Clock.Advance(TimeSpan.FromMinutes(1));
        var bot = await app.CreateBotAsync();
        await app.ReportAsync(bot, "put_in_waiting_room");
        app.Clock.Advance(TimeSpan.FromMinutes(5));
        await app.ReportAsync(bot, "joined_meeting");
        var held = new List<WebhookDelivery>();
        foreach (var delivery in (await app.DispatchAsync(bot)).Reverse())
        {
            held.Add(await app.AttemptAsync(delivery));
        }

        failing = await app.AttemptAsync(failing);
        Assert.All([failing, .. held], delivery => Assert.Equal(DeliveryStatus.Held, delivery.Status));
        Assert.Equal(2, receiver.Received.Count);

        receiver.Answer = null;
        receiver.Received.Clear();
        Assert.Equal(200, (await app.ManageAsync("POST", $"/webhooks/{webhook}/resume")).Status);
        await app.HandleAsync(new WebhookMessage.CatchUp(app.Project, webhook));
        await app.HandleAsync(new WebhookMessage.CatchUp(app.Project, webhook));

        Assert.Equal("active", await StatusAsync());
        Assert.Equal(
            [failing.Id.ToString(), .. held.AsEnumerable().Reverse().Select(delivery => delivery.Id.ToString())],
            receiver.Received.Select(one => one.Headers["webhook-id"])
        );
        Assert.All(await app.DeliveriesAsync(bot), delivery => Assert.Equal(DeliveryStatus.Delivered, delivery.Status));

        async Task<string> StatusAsync() =>
            (await app.ManageAsync("GET", "/webhooks")).Body.GetProperty("results")[0].GetProperty("status").GetString()!;
    }

    [Fact]
    public async Task A_success_in_between_restarts_the_five_days()
    {
        await app.SubscribeAsync(receiver.Url);
        receiver.AnswerWith(500);
        var delivery = await app.AttemptAsync((await app.DispatchAsync(await app.CreateBotAsync()))[0]);
        receiver.Answer = null;
        await app.AttemptAsync(delivery);
        app.Clock.Advance(TimeSpan.FromDays(6));
        receiver.AnswerWith(500);

        await app.AttemptAsync((await app.DispatchAsync(await app.CreateBotAsync()))[0]);

        Assert.Equal(
            "active",
            (await app.ManageAsync("GET", "/webhooks")).Body.GetProperty("results")[0].GetProperty("status").GetString()
        );
    }

    [Fact]
    public async Task A_success_seen_by_another_instance_restarts_the_five_days()
    {
        await app.SubscribeAsync(receiver.Url);
        await using var other = await TestApp.StartAsync(azurite.ConnectionString, app.Clock, "--Usher:Webhooks:AllowLoopback=true");
        await TellAsync(other);
        receiver.AnswerWith(500);
        await TellAsync(app);
        app.Clock.Advance(TimeSpan.FromSeconds(20));
        receiver.Answer = null;
        await TellAsync(other);
        receiver.AnswerWith(500);
        for (var days = 0; days < 2; days++)
        {
            app.Clock.Advance(TimeSpan.FromDays(6));
            Assert.Equal(days == 0 ? "active" : "paused", await TellAsync(app));
        }

        async Task<string> TellAsync(TestApp instance)
        {
            var delivery = (await app.DispatchAsync(await app.CreateBotAsync()))[0];
            await instance.HandleAsync(WebhookMessage.Deliver.Of(delivery));
            return (await app.ManageAsync("GET", "/webhooks")).Body.GetProperty("results")[0].GetProperty("status").GetString()!;
        }
    }

    [Fact]
    public async Task A_success_counts_even_if_the_webhook_was_read_while_the_previous_failure_was_being_recorded()
    {
        var (webhook, _) = await app.SubscribeAsync(receiver.Url);
        var store = app.Services.GetRequiredService<WebhookStore>();
        receiver.AnswerWith(500);
        var delivery = (await app.DispatchAsync(await app.CreateBotAsync()))[0];
        app.AtStorage = request =>
        {
            if (request == "PUT row")
            {
                app.AtStorage = null;
                store.GetAsync(app.Project, TestContext.Current.CancellationToken).GetAwaiter().GetResult();
            }
        };
        delivery = await app.AttemptAsync(delivery);
        Assert.NotNull((await store.GetAsync(app.Project, TestContext.Current.CancellationToken)).Find(webhook)!.FailingSince);

        receiver.Answer = null;
        await app.AttemptAsync(delivery);

        Assert.Null((await store.FindAsync(app.Project, webhook, TestContext.Current.CancellationToken))!.FailingSince);
    }

    [Fact]
    public async Task An_attempt_whose_outcome_was_never_recorded_is_written_off_and_the_next_one_made()
    {
        await app.SubscribeAsync(receiver.Url);
        var delivery = (await app.DispatchAsync(await app.CreateBotAsync()))[0];
        var begun = await app
            .Services.GetRequiredService<WebhookDeliveries>()
            .TryUpdateAsync(delivery.Begin(app.Clock.GetUtcNow()), TestContext.Current.CancellationToken);

        await app.AttemptAsync(delivery);
        Assert.Empty(receiver.Received);
        app.Clock.Advance(WebhookDelivery.LongestAttempt);
        var after = await app.AttemptAsync(delivery);

        Assert.NotNull(begun);
        Assert.Single(receiver.Received);
        Assert.Equal((DeliveryStatus.Delivered, 2), (after.Status, after.Attempts));
        Assert.Contains("Interrupted", after.Log[0].Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Two_simultaneous_messages_for_one_attempt_send_it_once()
    {
        await app.SubscribeAsync(receiver.Url);
        var delivery = (await app.DispatchAsync(await app.CreateBotAsync()))[0];

        await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => app.HandleAsync(WebhookMessage.Deliver.Of(delivery))));

        Assert.Single(receiver.Received);
        Assert.Equal(DeliveryStatus.Delivered, (await app.ReloadAsync(delivery)).Status);
    }

    [Fact]
    public async Task An_untrusted_certificate_is_a_failure()
    {
        using var key = RSA.Create(2048);
        using var certificate = new CertificateRequest(
            "CN=localhost",
            key,
            HashAlgorithmName.SHA256,
            RSASignaturePadding.Pkcs1
        ).CreateSelfSigned(TimeProvider.System.GetUtcNow().AddDays(-1), TimeProvider.System.GetUtcNow().AddDays(1));
        await using var secure = await WebhookReceiver.StartAsync(certificate);
        await app.SubscribeAsync(secure.Url);

        var delivery = await app.AttemptAsync((await app.DispatchAsync(await app.CreateBotAsync()))[0]);

        Assert.Equal("No secure connection: the certificate or the protocol is invalid.", delivery.Log[0].Error);
        Assert.Empty(secure.Received);
    }

    [Fact]
    public async Task A_project_without_webhooks_costs_one_read_a_minute()
    {
        var fanOut = app.Services.GetRequiredService<WebhookFanOut>();
        await app.Services.GetRequiredService<StorageSetup>().EnsureAsync();
        app.StorageRequests.Clear();

        Assert.False(await fanOut.IsNeededAsync(app.Project, botHasWebhooks: false, TestContext.Current.CancellationToken));
        Assert.False(await fanOut.IsNeededAsync(app.Project, botHasWebhooks: false, TestContext.Current.CancellationToken));

        Assert.Equal("GET row", Assert.Single(app.StorageRequests));
    }

    [Fact]
    public async Task A_delivery_costs_one_record_one_message_one_read_and_two_writes()
    {
        await app.SubscribeAsync(receiver.Url);
        var (warm, counted) = (await app.CreateBotAsync(), await app.CreateBotAsync());
        await app.AttemptAsync((await app.DispatchAsync(warm))[0]);
        var id = BotId.Parse(counted);
        var events = await app
            .Services.GetRequiredService<BotStore>()
            .EventsAsync(app.Project, id, cancellationToken: TestContext.Current.CancellationToken)
            .ToListAsync(TestContext.Current.CancellationToken);
        app.StorageRequests.Clear();

        await app.Services.GetRequiredService<WebhookFanOut>().SendAsync(app.Project, id, events, 1, TestContext.Current.CancellationToken);
        Assert.Equal("POST row, POST message", string.Join(", ", app.StorageRequests));
        var delivery = (await app.DeliveriesAsync(counted))[0];
        app.StorageRequests.Clear();
        await app.HandleAsync(WebhookMessage.Deliver.Of(delivery));

        Assert.Equal("GET row, PATCH row, PATCH row", string.Join(", ", app.StorageRequests));
    }
}
