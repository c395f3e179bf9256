#pragma warning disable CS0618 // the only way to tell the Durable extension its address
using Microsoft.Azure.WebJobs.Host.Config;

namespace Usher.LocalHost.Jobs;

/// <summary>Where an extension's webhook is, as the Functions host has it: the durable client makes its management URLs of it.</summary>
internal sealed class WebhookAddress(Uri baseUrl) : IWebHookProvider
{
    public Uri GetUrl(IExtensionConfigProvider extension) => new(baseUrl, "/runtime/webhooks/durabletask");
}
