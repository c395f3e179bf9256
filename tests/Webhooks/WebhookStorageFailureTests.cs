using Azure.Core;
using Azure.Core.Pipeline;
using Azure.Data.Tables;
using Microsoft.Extensions.DependencyInjection;
using Usher.Bots.Webhooks;
using Usher.Storage;
using Usher.Tests.Support;
using Usher.Webhooks;

namespace Usher.Tests.Webhooks;

/// <summary>Tables become unavailable in the middle of an attempt.</summary>
public sealed class WebhookStorageFailureTests(AzuriteFixture azurite) : IAsyncLifetime
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

    [Theory]
    [InlineData(0, 0)]
    [InlineData(1, 1)]
    public async Task An_attempt_that_cannot_be_recorded_waits_in_the_queue_and_is_neither_lost_nor_repeated_forever(int writes, int sent)
    {
        await app.SubscribeAsync(receiver.Url);
        var delivery = (await app.DispatchAsync(await app.CreateBotAsync()))[0];
        app.StorageRequests.Clear();

        await Failing(writes).HandleAsync(WebhookMessage.Deliver.Of(delivery), TestContext.Current.CancellationToken);

        Assert.Equal(sent, receiver.Received.Count);
        Assert.Equal(
            "POST message",
            string.Join(", ", app.StorageRequests.Where(request => request.EndsWith("message", StringComparison.Ordinal)))
        );

        app.Clock.Advance(WebhookDelivery.LongestAttempt);
        var after = await app.AttemptAsync(delivery);

        Assert.Equal((DeliveryStatus.Delivered, writes + 1), (after.Status, after.Attempts));
        Assert.Equal(sent + 1, receiver.Received.Count);
        Assert.Single(receiver.Received.Select(one => (one.Headers["webhook-id"], one.Body)).Distinct());
    }

    [Fact]
    public async Task A_receiver_whose_outcomes_are_never_recorded_gets_at_most_seven_attempts()
    {
        await app.SubscribeAsync(receiver.Url);
        var delivery = (await app.DispatchAsync(await app.CreateBotAsync()))[0];

        for (var i = 0; i < 12; i++)
        {
            await Failing(writes: 1).HandleAsync(WebhookMessage.Deliver.Of(delivery), TestContext.Current.CancellationToken);
            app.Clock.Advance(WebhookDelivery.LongestAttempt);
        }

        Assert.Equal((7, DeliveryStatus.Failed), (receiver.Received.Count, (await app.ReloadAsync(delivery)).Status));
    }

    /// <summary>The function on tables that fail after the given number of delivery writes.</summary>
    private DeliverWebhook Failing(int writes)
    {
        var options = new TableClientOptions { Transport = new FailingTransport(writes) };
        options.Retry.MaxRetries = 0;
        var table = new TableServiceClient(azurite.ConnectionString, options).GetTableClient("webhookdeliveries");
        return ActivatorUtilities.CreateInstance<DeliverWebhook>(app.Services, new WebhookDeliveries(table));
    }

    private sealed class FailingTransport(int writes) : HttpPipelineTransport
    {
        private readonly HttpClientTransport real = new();
        private int left = writes;

        public override Request CreateRequest() => real.CreateRequest();

        public override void Process(HttpMessage message) => throw new NotSupportedException();

        public override ValueTask ProcessAsync(HttpMessage message) =>
            message.Request.Method == RequestMethod.Get || left-- > 0
                ? real.ProcessAsync(message)
                : throw new IOException("Storage is away.");
    }
}
