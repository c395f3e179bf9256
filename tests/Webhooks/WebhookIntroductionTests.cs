using Azure.Core;
using Azure.Storage.Queues;
using Usher.Storage;
using Usher.Tests.Lifecycle;
using Usher.Tests.Support;
using Usher.Webhooks;

namespace Usher.Tests.Webhooks;

/// <summary>A subscription that one instance has taken and another does not know of yet.</summary>
public sealed class WebhookIntroductionTests(AzuriteFixture azurite) : IAsyncLifetime
{
    private static readonly Uri Url = new("https://example.com/hook");

    private readonly SentMessages sent = new("none");
    private TestApp app = null!;
    private TestApp other = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        app = await TestApp.StartAsync(azurite.ConnectionString);
        other = await TestApp.StartAsync(azurite.ConnectionString, app.Clock, options => options.AddPolicy(sent, HttpPipelinePosition.PerCall));
    }

    public async ValueTask DisposeAsync()
    {
        await app.DisposeAsync();
        await other.DisposeAsync();
    }

    [Fact]
    public async Task It_is_told_in_the_end_what_has_happened_since_it_was_created_and_nothing_else()
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

        // Of a feed that nobody has read, even what is old comes behind the place.
        app.Clock.Advance(WebhookStore.KnownEverywhereAfter);
        await app.HandleAsync(created with { Place = FeedPlace.Start.ToString() });
        await app.HandleAsync(created);

        Assert.Equal([(1, created.Subscription), (2, created.Subscription)], (await app.DeliveriesAsync(bot)).Select(delivery => (delivery.Sequence, delivery.Subscription)));
        Assert.Empty(await app.DeliveriesAsync(before));
        Assert.Equal("b1", Assert.Single(await app.DeliveriesAsync(withItsOwn)).Subscription);
    }

    [Fact]
    public async Task However_much_it_has_missed()
    {
        const int Bots = 201;
        await app.DispatchAsync(await app.CreateBotAsync());
        var created = await CreateElsewhereAsync();
        var bots = await Task.WhenAll(Enumerable.Range(0, Bots).Select(_ => app.CreateBotAsync()));
        app.Clock.Advance(WebhookStore.KnownEverywhereAfter);

        await app.HandleAsync(created);
        await app.HandleAsync(await NextAsync());

        Assert.All(await Task.WhenAll(bots.Select(app.DeliveriesAsync)), deliveries => Assert.Single(deliveries));
    }

    [Fact]
    public async Task It_is_announced_before_it_is_there()
    {
        await CreateElsewhereAsync();

        Assert.Equal(["POST message", "POST row"], other.StorageRequests.TakeLast(2));
    }

    /// <returns>The message that this sends.</returns>
    private async Task<WebhookMessage.Introduce> CreateElsewhereAsync()
    {
        var (status, _) = await other.ManagementClient().SendAsync(
            "POST", $"/manage/v1/projects/{app.Project}/webhooks", $$"""{"url": "{{Url}}", "triggers": ["bot.state_change"]}""");
        Assert.Equal(201, status);
        var message = Assert.Single(sent.All);
        Assert.Equal(WebhookStore.KnownEverywhereAfter, message.Delay);
        return Assert.IsType<WebhookMessage.Introduce>(WebhookMessage.Parse(message.Text));
    }

    /// <summary>The one among the messages of the deliveries.</summary>
    private async Task<WebhookMessage> NextAsync()
    {
        var queue = new QueueClient(azurite.ConnectionString, BotQueues.WebhooksName, new QueueClientOptions { MessageEncoding = QueueMessageEncoding.Base64 });
        for (var start = TimeProvider.System.GetTimestamp(); TimeProvider.System.GetElapsedTime(start) < TimeSpan.FromSeconds(20);)
        {
            foreach (var message in (await queue.ReceiveMessagesAsync(32, cancellationToken: Cancellation)).Value)
            {
                if (WebhookMessage.Parse(message.MessageText) is WebhookMessage.Introduce introduce && introduce.Project == app.Project)
                {
                    return introduce;
                }
            }
        }

        throw new TimeoutException("There is no such message.");
    }
}
