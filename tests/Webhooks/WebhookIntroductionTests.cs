using System.Text.Json;
using Azure.Core;
using Usher.Bots;
using Usher.Bots.Webhooks;
using Usher.Storage;
using Usher.Tests.Lifecycle;
using Usher.Tests.Support;
using Usher.Webhooks;

namespace Usher.Tests.Webhooks;

/// <summary>A subscription created by one instance that another instance does not know yet.</summary>
public sealed class WebhookIntroductionTests(AzuriteFixture azurite) : IAsyncLifetime
{
    private static readonly Uri Url = new("https://example.com/hook");

    private readonly SentMessages sent = new();
    private TestApp app = null!;
    private TestApp other = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <summary>What either instance sent, in order.</summary>
    private IEnumerable<(WebhookMessage.Introduce Message, TimeSpan Delay)> Introductions =>
        from message in sent.All
        where message.Queue == BotQueues.WebhooksName
        let introduce = WebhookMessage.Parse(message.Text) as WebhookMessage.Introduce
        where introduce is not null
        select (introduce, message.Delay);

    public async ValueTask InitializeAsync()
    {
        app = await TestApp.StartAsync(azurite.ConnectionString, time: null, Recorded);
        other = await TestApp.StartAsync(azurite.ConnectionString, app.Clock, Recorded);
    }

    public async ValueTask DisposeAsync()
    {
        await app.DisposeAsync();
        await other.DisposeAsync();
    }

    [Fact]
    public async Task The_subscription_eventually_gets_exactly_the_events_since_its_creation()
    {
        var before = await app.CreateBotAsync();
        Assert.Empty(await app.DispatchAsync(before));
        app.Clock.Advance(TimeSpan.FromSeconds(30));
        var created = await CreateElsewhereAsync();
        var bot = await app.CreateBotAsync();
        var withItsOwn = await app.CreateBotWithMetadataAsync("https://example.com/own");
        await app.ReportAsync(bot, "put_in_waiting_room");
        Assert.Empty(await app.DispatchAsync(bot));
        Assert.Equal("b1", Assert.Single(await app.DispatchAsync(withItsOwn)).Subscription);

        // In a feed that nobody has read, even old events come after the cursor.
        app.Clock.Advance(WebhookStore.KnownEverywhereAfter);
        await app.HandleAsync(created with { Place = FeedPlace.Start.ToString() });
        await app.HandleAsync(created);

        Assert.Equal(
            [(1, created.Subscription), (2, created.Subscription)],
            (await app.DeliveriesAsync(bot)).Select(delivery => (delivery.Sequence, delivery.Subscription))
        );
        Assert.Empty(await app.DeliveriesAsync(before));
        Assert.Equal("b1", Assert.Single(await app.DeliveriesAsync(withItsOwn)).Subscription);
    }

    [Fact]
    public async Task It_gets_what_was_said_in_meetings_before_another_instance_knew_of_it()
    {
        var bot = await app.ABotInAMeetingAsync();
        await app.SayAsync(bot, "0", "before");
        app.Clock.Advance(TimeSpan.FromSeconds(30));
        var created = await CreateElsewhereAsync("transcript.update");
        await app.ComeAsync(bot, "1");
        await app.SayAsync(bot, "2", "Hello", "Bob");
        await app.WriteAsync(bot, "3", "Hello", "m1");
        app.Clock.Advance(WebhookStore.KnownEverywhereAfter);

        await app.HandleAsync(created);
        await app.HandleAsync(created);

        Assert.Equal(
            [(5, "Hello"), (6, "Bob")],
            (await app.DeliveriesAsync(bot)).Select(delivery =>
                (
                    delivery.Sequence,
                    JsonElement.Parse(delivery.Body).GetProperty("data").GetProperty("transcription").GetProperty("transcript").GetString()
                )
            )
        );
    }

    [Fact]
    public async Task It_catches_up_however_much_was_deleted_before_it()
    {
        var bot = await app.ABotInAMeetingAsync();
        var created = await CreateElsewhereAsync("chat_messages.update");
        foreach (var batch in Enumerable.Range(0, 46))
        {
            await app.SayAsync(bot, $"{batch}", Enumerable.Range(0, 45).Select(number => $"{number}"));
        }

        await app.WriteAsync(bot, "w", "Hello", "m1");
        await app.Client.SendAsync("DELETE", $"/api/v1/bots/{bot}/transcript");
        app.Clock.Advance(WebhookStore.KnownEverywhereAfter);

        await app.HandleAsync(created);
        Assert.Empty(await app.DeliveriesAsync(bot));
        await app.HandleAsync(Introductions.Last().Message);

        Assert.Equal("chat_messages.update", Assert.Single(await app.DeliveriesAsync(bot)).EventType);
    }

    [Fact]
    public async Task It_catches_up_however_much_it_has_missed()
    {
        const int Bots = 201;
        await app.DispatchAsync(await app.CreateBotAsync());
        var created = await CreateElsewhereAsync();
        var bots = await Task.WhenAll(Enumerable.Range(0, Bots).Select(_ => app.CreateBotAsync()));
        app.Clock.Advance(WebhookStore.KnownEverywhereAfter);

        await app.HandleAsync(created);
        Assert.Equal(2, Introductions.Count());
        await app.HandleAsync(Introductions.Last().Message);

        Assert.All(await Task.WhenAll(bots.Select(app.DeliveriesAsync)), deliveries => Assert.Single(deliveries));
    }

    [Fact]
    public async Task It_is_announced_before_it_is_stored()
    {
        await CreateElsewhereAsync();

        Assert.Equal(["POST message", "POST transaction"], other.StorageRequests.TakeLast(2));
    }

    [Fact]
    public async Task Events_dispatched_during_its_creation_are_sent_by_the_dispatcher()
    {
        var parts = await LifecycleParts.StartAsync(azurite);
        var bot = await parts.CreateAsync();
        await parts.DispatchAsync();
        await parts.ReportAsync(bot, BotEventType.JoinedMeeting);
        await parts.TransactAsync(bot, new BotCommand.Leave { Actor = Given.Caller });
        parts.Durable.AtRaise = async () =>
        {
            var none = await parts.Webhooks.ReadAsync(LifecycleParts.Project, Cancellation);
            await parts.Webhooks.TryAddAsync(
                LifecycleParts.Project,
                none,
                "https://example.com",
                [WebhookSubscription.StateChange],
                Cancellation
            );
        };

        await parts.DispatchAsync();

        var delivery = await parts
            .Deliveries.OfBotAsync(LifecycleParts.Project, bot, cancellationToken: Cancellation)
            .SingleAsync(Cancellation);
        Assert.Equal((3, "leave_requested"), (delivery.Sequence, delivery.EventType));
    }

    private void Recorded(ClientOptions options) => options.AddPolicy(sent, HttpPipelinePosition.PerCall);

    /// <returns>The message sent by the creation.</returns>
    private async Task<WebhookMessage.Introduce> CreateElsewhereAsync(string trigger = "bot.state_change")
    {
        var (status, _) = await other
            .ManagementClient()
            .SendAsync("POST", $"/manage/v1/projects/{app.Project}/webhooks", $$"""{"url": "{{Url}}", "triggers": ["{{trigger}}"]}""");
        Assert.Equal(201, status);
        var (message, delay) = Assert.Single(Introductions);
        Assert.Equal(WebhookStore.KnownEverywhereAfter, delay);
        return message;
    }
}
