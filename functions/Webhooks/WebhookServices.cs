using Usher.Storage;

namespace Usher.Webhooks;

internal static class WebhookServices
{
    public static IServiceCollection AddWebhooks(this IServiceCollection services) =>
        services
            .AddSingleton(provider => new SecretBox(provider.GetRequiredService<Settings>().EncryptionKeys))
            .AddSingleton(provider => new WebhookSender(
                provider.GetRequiredService<Settings>().AllowsLoopbackWebhooks,
                provider.GetRequiredService<TimeProvider>()
            ))
            .AddSingleton<WebhookHealth>()
            .AddSingleton<WebhookSigner>()
            .AddSingleton<WebhookAudience>()
            .AddSingleton<NewDeliveries>()
            .AddSingleton<WebhookFanOut>()
            .AddSingleton<MeetingFanOut>()
            .AddSingleton<WebhookIntroduction>()
            .AddSingleton<WebhookRedelivery>();
}
