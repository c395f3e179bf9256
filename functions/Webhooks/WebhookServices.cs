using Usher.Hosting;
using Usher.Storage;

namespace Usher.Webhooks;

internal static class WebhookServices
{
    public static IServiceCollection AddWebhooks(this IServiceCollection services) => services
        .AddSingleton(provider => new SecretBox(provider.GetRequiredService<Settings>().EncryptionKeys))
        .AddSingleton(provider => new WebhookSecrets(Table(provider, "projects"), provider.GetRequiredService<SecretBox>(), Clock(provider)))
        .AddSingleton(provider => new WebhookStore(Table(provider, "projects"), Clock(provider)))
        .AddSingleton(provider => new WebhookDeliveries(Table(provider, "webhookdeliveries")))
        .AddSingleton(provider => new HeldDeliveries(Table(provider, "webhookdeliveries")))
        .AddSingleton(provider => new WebhookSender(provider.GetRequiredService<Settings>().AllowsLoopbackWebhooks, Clock(provider)))
        .AddSingleton<WebhookHealth>()
        .AddSingleton<WebhookSigner>()
        .AddSingleton<WebhookFanOut>()
        .AddSingleton<WebhookIntroduction>()
        .AddSingleton<WebhookRedelivery>()
        .AddSingleton<DeliverWebhook>();

    public static void MapWebhooks(this WebApplication app)
    {
        var deliver = app.Services.GetRequiredService<DeliverWebhook>();
        app.MapQueueTrigger(DeliverWebhook.FunctionName, BotQueues.WebhooksName, (trigger, token) => deliver.RunAsync(WebhookMessage.Parse(trigger.MessageText), token));
    }

    private static Storage.Tables.TableClient Table(IServiceProvider provider, string name) => provider.GetRequiredService<StorageAccount>().Tables.GetTableClient(name);

    private static TimeProvider Clock(IServiceProvider provider) => provider.GetRequiredService<TimeProvider>();
}
