using System.Collections.Concurrent;
using Azure;
using Azure.Core;
using Azure.Data.Tables;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.DependencyInjection;
using Usher.Bots.Webhooks;
using Usher.Storage;
using Usher.Tests.Support;
using Usher.Webhooks;

namespace Usher.Tests.Webhooks;

/// <summary>Processes die during deliveries, at every possible step: eventually every delivery is settled and the queue is empty.</summary>
public sealed class WebhookCrashTests(AzuriteFixture azurite) : IAsyncLifetime
{
    private readonly SentMessages sent = new();
    private TestApp app = null!;
    private WebhookReceiver receiver = null!;
    private DeliveryQueue queue = null!;
    private Deaths deaths = null!;

    private static CancellationToken None => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        app = await TestApp.StartAsync(
            azurite.ConnectionString,
            time: null,
            options => options.AddPolicy(sent, HttpPipelinePosition.PerCall),
            "--Usher:Webhooks:AllowLoopback=true"
        );
        receiver = await WebhookReceiver.StartAsync();
        (queue, deaths) = (new DeliveryQueue(app, sent), new Deaths(app));
    }

    public async ValueTask DisposeAsync()
    {
        await receiver.DisposeAsync();
        await app.DisposeAsync();
    }

    [Fact]
    public async Task A_slow_receiver_that_outlasts_two_processes_is_reached_by_the_third()
    {
        await app.SubscribeAsync(receiver.Url);
        queue.Clear();
        var delivery = (await app.DispatchAsync(await app.CreateBotAsync()))[0];
        for (var death = 1; death <= 2; death++)
        {
            var asked = new TaskCompletionSource();
            receiver.Answer = async context =>
            {
                // It would answer after 8 seconds.
                asked.TrySetResult();
                await Task.Delay(TimeSpan.FromSeconds(8), app.Clock, context.RequestAborted).ContinueWith(_ => { }, TaskScheduler.Default);
            };
            do
            {
                using var process = CancellationTokenSource.CreateLinkedTokenSource(None);
                var handling = queue.HandleNextAsync(process.Token);
                if (await Task.WhenAny(asked.Task, handling) == asked.Task)
                {
                    app.Clock.Advance(TimeSpan.FromSeconds(4));
                    await process.CancelAsync();
                }

                await handling;
            } while (!asked.Task.IsCompleted && !queue.IsEmpty);
        }

        receiver.Answer = null;
        while (!queue.IsEmpty)
        {
            await queue.HandleNextAsync(None);
        }

        delivery = await app.ReloadAsync(delivery);
        Assert.Equal((DeliveryStatus.Delivered, 3), (delivery.Status, delivery.Attempts));
        Assert.InRange(app.Clock.GetUtcNow() - delivery.CreatedAt, TimeSpan.Zero, TimeSpan.FromMinutes(2));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public async Task A_delivery_is_sent_whichever_step_a_process_dies_at(int times)
    {
        await app.SubscribeAsync(receiver.Url);
        var fails = new ConcurrentDictionary<string, bool>();
        receiver.Answer = context =>
        {
            deaths.Step();
            context.Response.StatusCode = fails.TryAdd(context.Request.Headers["webhook-id"].ToString(), true) ? 500 : 200;
            return Task.CompletedTask;
        };

        await AtEveryStepAsync(
            times,
            async dying =>
            {
                var bot = await app.CreateBotAsync();
                dying();
                await deaths.UntilDoneAsync(() => app.DispatchAsync(bot));
                await DrainAsync();
                return bot;
            }
        );
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public async Task Held_deliveries_are_sent_when_the_webhook_is_resumed_whichever_step_a_process_dies_at(int times)
    {
        var (webhook, _) = await app.SubscribeAsync(receiver.Url);
        await AtEveryStepAsync(
            times,
            async dying =>
            {
                await app
                    .Services.GetRequiredService<WebhookStore>()
                    .ChangeAsync(app.Project, webhook, subscription => subscription with { PausedAt = app.Clock.GetUtcNow() }, None);
                var bot = await app.CreateBotAsync();
                await app.DispatchAsync(bot);
                dying();
                await DrainAsync();
                while ((await app.ManageAsync("POST", $"/webhooks/{webhook}/resume")).Status != 200)
                {
                    deaths.Revive();
                }

                await DrainAsync();
                return bot;
            }
        );
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public async Task A_repeated_redelivery_sends_everything_whichever_step_a_process_dies_at(int times)
    {
        await app.SubscribeAsync(receiver.Url);
        await AtEveryStepAsync(
            times,
            async dying =>
            {
                var bot = await FailedAsync();
                dying();
                await deaths.UntilDoneAsync(RedeliverFailedAsync);
                await DrainAsync();
                return bot;
            }
        );
    }

    [Fact]
    public async Task A_redelivery_shows_as_pending_only_what_will_be_sent_whichever_step_a_process_dies_at()
    {
        await app.SubscribeAsync(receiver.Url);
        for (var step = 1; ; step++)
        {
            var bot = await FailedAsync();
            deaths.At(step, times: 1);
            try
            {
                await RedeliverFailedAsync();
            }
            catch (ProcessDiedException)
            {
                deaths.Revive();
            }

            if (deaths.Count == 0)
            {
                break;
            }

            deaths.None();
            await DrainAsync();
            Assert.NotEqual(DeliveryStatus.Pending, Assert.Single(await app.DeliveriesAsync(bot)).Status);
            await RedeliverFailedAsync();
            await DrainAsync();
            Assert.Equal(DeliveryStatus.Delivered, Assert.Single(await app.DeliveriesAsync(bot)).Status);
        }
    }

    [Fact]
    public async Task A_webhook_shown_as_resumed_gets_what_was_held_whichever_step_a_process_dies_at()
    {
        var (webhook, _) = await app.SubscribeAsync(receiver.Url);
        for (var step = 1; ; step++)
        {
            deaths.None();
            await app
                .Services.GetRequiredService<WebhookStore>()
                .ChangeAsync(app.Project, webhook, subscription => subscription with { PausedAt = app.Clock.GetUtcNow() }, None);
            var bot = await app.CreateBotAsync();
            await app.DispatchAsync(bot);
            await DrainAsync();
            deaths.At(step, times: 1);
            await app.ManageAsync("POST", $"/webhooks/{webhook}/resume");
            if (deaths.Count == 0)
            {
                break;
            }

            deaths.None();
            await DrainAsync();
            var shown = (await app.ManageAsync("GET", "/webhooks")).Body.GetProperty("results")[0].GetProperty("status").GetString();
            Assert.Equal(
                shown == "active" ? DeliveryStatus.Delivered : DeliveryStatus.Held,
                Assert.Single(await app.DeliveriesAsync(bot)).Status
            );
        }
    }

    [Fact]
    public async Task Deliveries_lost_by_the_queue_are_found_and_sent_and_then_no_longer_watched()
    {
        await app.SubscribeAsync(receiver.Url);
        receiver.AnswerWith(500);
        var (tried, untried) = (await app.CreateBotAsync(), await app.CreateBotAsync());
        queue.Clear();
        await app.DispatchAsync(tried);
        await queue.HandleNextAsync(None);
        await app.DispatchAsync(untried);
        queue.Clear();
        receiver.Answer = null;

        app.Clock.Advance(3 * WatchedBots.Period);
        await WatchAsync();
        await DrainAsync();
        app.Clock.Advance(3 * WatchedBots.Period);
        await WatchAsync();

        foreach (var bot in new[] { tried, untried })
        {
            Assert.Equal(DeliveryStatus.Delivered, Assert.Single(await app.DeliveriesAsync(bot)).Status);
        }

        Assert.True(queue.IsEmpty);
        Assert.Empty(await WatchedAsync());
    }

    [Fact]
    public async Task Deliveries_awaiting_their_next_attempt_are_left_alone_and_stuck_ones_are_woken_ever_more_rarely()
    {
        await app.SubscribeAsync(receiver.Url);
        receiver.AnswerWith(503, ("Retry-After", "3600"));
        var bot = await app.CreateBotAsync();
        queue.Clear();
        var delivery = (await app.DispatchAsync(bot))[0];
        await queue.HandleNextAsync(None);
        queue.Clear();
        var due = (await app.ReloadAsync(delivery)).NextAttemptAt!.Value;

        var woken = new List<TimeSpan>();
        for (var minute = 0; minute < 180; minute++)
        {
            app.Clock.Advance(TimeSpan.FromMinutes(1));
            await WatchAsync();
            if (!queue.IsEmpty)
            {
                queue.Clear();
                woken.Add(app.Clock.GetUtcNow() - due);
            }
        }

        Assert.InRange(woken.Count, 4, 8);
        Assert.InRange(woken[0], TimeSpan.Zero, TimeSpan.FromMinutes(3));
        Assert.Equal(bot, Assert.Single(await WatchedAsync()).Deadline.Bot.ToString());
    }

    [Fact]
    public async Task Unreadable_deliveries_block_no_others_and_are_looked_at_ever_more_rarely()
    {
        await app.SubscribeAsync(receiver.Url);
        var unreadable = new HashSet<string>();
        for (var count = 0; count < 12; count++)
        {
            var bot = await app.CreateBotAsync();
            await MakeUnreadableAsync(Assert.Single(await app.DispatchAsync(bot)));
            unreadable.Add(bot);
        }

        var readable = await app.CreateBotAsync();
        await app.DispatchAsync(readable);
        queue.Clear();
        app.Clock.Advance(3 * WatchedBots.Period);

        await WatchAsync();
        await DrainAsync();

        Assert.Equal(DeliveryStatus.Delivered, Assert.Single(await app.DeliveriesAsync(readable)).Status);
        for (var minute = 0; minute < 60; minute++)
        {
            app.Clock.Advance(TimeSpan.FromMinutes(1));
            await WatchAsync();
        }

        var watched = await WatchedAsync();
        Assert.Equal(unreadable, watched.Select(row => row.Deadline.Bot.ToString()).ToHashSet());

        // Every minute at first, then after 80, 160, 320 s and every 10 minutes.
        Assert.All(watched, row => Assert.InRange(row.Failures, 8, 14));
    }

    private async Task MakeUnreadableAsync(WebhookDelivery delivery)
    {
        var rows = app.Services.GetRequiredService<StorageAccount>().Tables.GetTableClient("webhookdeliveries");
        var bot = delivery.Bot.ToString();
        await foreach (
            var row in rows.QueryAsync<TableEntity>(row => row.RowKey.CompareTo(bot) >= 0 && row.RowKey.CompareTo(bot + "~") < 0)
        )
        {
            row["Log"] = "no JSON";
            await rows.UpdateEntityAsync(row, ETag.All, TableUpdateMode.Replace, None);
        }
    }

    private async Task AtEveryStepAsync(int times, Func<Action, Task<string>> live)
    {
        var isDead = true;
        for (var step = 1; isDead; step++)
        {
            queue.Clear();
            var bot = await live(() => deaths.At(step, times));
            isDead = deaths.Count > 0;
            deaths.None();
            var delivery = Assert.Single(await app.DeliveriesAsync(bot));
            Assert.True(delivery.Status == DeliveryStatus.Delivered, $"Step {step}: {delivery}");
        }
    }

    private async Task DrainAsync()
    {
        while (!queue.IsEmpty)
        {
            if (!await queue.HandleNextAsync(None))
            {
                deaths.Revive();
            }
        }
    }

    /// <summary>Creates a bot with one delivery that has no attempts left.</summary>
    private async Task<string> FailedAsync()
    {
        deaths.None();
        var bot = await app.CreateBotAsync();
        var delivery = Assert.Single(await app.DispatchAsync(bot));
        await app
            .Services.GetRequiredService<WebhookDeliveries>()
            .TryUpdateAsync(delivery with { Status = DeliveryStatus.Failed, Attempts = RetrySchedule.MaxAttempts }, None);
        queue.Clear();
        return bot;
    }

    private Task RedeliverFailedAsync() =>
        app
            .Services.GetRequiredService<WebhookRedelivery>()
            .RedeliverAsync(app.Project, DateTimeOffset.UnixEpoch, app.Clock.GetUtcNow().AddHours(1), DeliveryStatus.Failed, None);

    private Task WatchAsync() => ActivatorUtilities.CreateInstance<WakeOverdueDeliveries>(app.Services).RunAsync(new TimerInfo(), None);

    /// <summary>Only those of this test: other tests use the same table.</summary>
    private async Task<List<StoredDeadline>> WatchedAsync()
    {
        app.Clock.Advance(TimeSpan.FromDays(1));
        return await app
            .Services.GetRequiredService<WatchedBots>()
            .Deadlines.PassedAsync(app.Clock.GetUtcNow(), None)
            .Where(watched => watched.Deadline.Project == app.Project)
            .ToListAsync(None);
    }
}
