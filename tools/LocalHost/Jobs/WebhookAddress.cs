#pragma warning disable CS0618 // the only way to give the Durable extension its address
using Microsoft.Azure.WebJobs.Host.Config;

namespace Usher.LocalHost.Jobs;

/// <summary>
/// The address of an extension's webhook, as in the Functions host; the durable client builds its management URLs from it.
/// </summary>
internal sealed class WebhookAddress(Uri baseUrl) : IWebHookProvider
{
    public Uri GetUrl(IExtensionConfigProvider extension) => new(baseUrl, "/runtime/webhooks/durabletask");
}
