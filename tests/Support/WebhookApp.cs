using System.Net.Http.Headers;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Usher.Bots;
using Usher.Bots.Webhooks;
using Usher.Commanding;
using Usher.Storage;
using Usher.Webhooks;

namespace Usher.Tests.Support;

/// <summary>Plays dispatcher and queue step by step, while the test controls the clock.</summary>
internal static class WebhookApp
{
    private static CancellationToken None => TestContext.Current.CancellationToken;

    public static HttpClient ManagementClient(this TestApp app, string key = TestApp.ManagementKey)
    {
        var client = new HttpClient { BaseAddress = app.Url };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key);
        return client;
    }

    public static Task<(int Status, JsonElement Body)> ManageAsync(this TestApp app, string method, string path, string? body = null) =>
        app.ManagementClient().SendAsync(method, $"/manage/v1/projects/{app.Project}{path}", body);

    /// <summary>Subscribes to the project's state changes; returns the project's secret.</summary>
    public static async Task<(string Id, byte[] Secret)> SubscribeAsync(this TestApp app, Uri url)
    {
        var (status, body) = await app.ManageAsync("POST", "/webhooks", $$"""{"url": "{{url}}", "triggers": ["bot.state_change"]}""");
        Assert.Equal(201, status);
        return (body.GetProperty("id").GetString()!, Convert.FromBase64String(body.GetProperty("secret_base64").GetString()!));
    }

    /// <summary>
    /// Creates a bot that joins immediately, with metadata, and with its own subscriptions if urls are given. Bypasses the API, which
    /// accepts only https for them.
    /// </summary>
    public static async Task<string> CreateBotWithMetadataAsync(this TestApp app, params string[] urls)
    {
        var webhooks = string.Join(",", urls.Select(url => $$"""{"url":"{{url}}","triggers":["bot.state_change"]}"""));
        var details = Given.Details() with
        {
            Project = app.Project,
            Metadata = new JsonText("""{"customer":"Zoë"}"""),
            Settings = new BotSettings(new JsonText($$"""{"webhooks":[{{webhooks}}]}""")),
        };
        var outcome = await app
            .Services.GetRequiredService<BotStreams>()
            .CreateAsync(new BotCommand.Create(details) { Actor = Given.Caller }, request: null, None);
        return Assert.IsType<Outcome.Done>(outcome).Bot.Id.ToString();
    }

    /// <summary>Dispatches the bot's events from <paramref name="from"/> on, as the dispatcher does.</summary>
    public static async Task<IReadOnlyList<WebhookDelivery>> DispatchAsync(this TestApp app, string bot, int from = 1)
    {
        var id = BotId.Parse(bot);
        var events = await app
            .Services.GetRequiredService<BotStore>()
            .EventsAsync(app.Project, id, cancellationToken: None)
            .ToListAsync(None);
        await app.Services.GetRequiredService<WatchedBots>().AddAsync(app.Project, id, None);
        await app.Services.GetRequiredService<WebhookFanOut>().SendAsync(app.Project, id, events, from, None);
        return await app.DeliveriesAsync(bot);
    }

    public static async Task<IReadOnlyList<WebhookDelivery>> DeliveriesAsync(this TestApp app, string bot) =>
        await app
            .Services.GetRequiredService<WebhookDeliveries>()
            .OfBotAsync(app.Project, BotId.Parse(bot), cancellationToken: None)
            .ToListAsync(None);

    /// <summary>Handles the message of the next attempt, as the queue does once it becomes visible.</summary>
    /// <returns>The delivery after the attempt.</returns>
    public static async Task<WebhookDelivery> AttemptAsync(this TestApp app, WebhookDelivery delivery)
    {
        var wait = delivery.NextAttemptAt - app.Services.GetRequiredService<TimeProvider>().GetUtcNow();
        if (wait > TimeSpan.Zero)
        {
            app.Clock.Advance(wait.Value);
        }

        await app.HandleAsync(WebhookMessage.Deliver.Of(delivery));
        return await app.ReloadAsync(delivery);
    }

    public static Task HandleAsync(this TestApp app, WebhookMessage message) =>
        ActivatorUtilities.CreateInstance<DeliverWebhook>(app.Services).RunAsync(message.ToJson(), None);

    public static async Task<WebhookDelivery> ReloadAsync(this TestApp app, WebhookDelivery delivery) =>
        (
            await app
                .Services.GetRequiredService<WebhookDeliveries>()
                .ReadAsync(delivery.Project, delivery.Bot, delivery.Place, delivery.Subscription, None)
        )!;
}
