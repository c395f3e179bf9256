using System.Net;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Usher.Webhooks;

namespace Usher.Tests.Support;

/// <summary>A received request, byte for byte.</summary>
internal sealed record ReceivedWebhook(string Path, IReadOnlyDictionary<string, string> Headers, string Body)
{
    public System.Text.Json.JsonElement Json => System.Text.Json.JsonElement.Parse(Body);

    /// <summary>Checks both schemes, as a receiver would.</summary>
    public bool IsSignedWith(byte[] secret) =>
        Headers["X-Webhook-Signature"] == WebhookSignature.Sign(secret, Body) && IsSignedToStandardWith(secret);

    public bool IsSignedToStandardWith(byte[] secret) =>
        Headers["webhook-signature"]
            .Split(' ')
            .Contains("v1," + WebhookSignature.Sign(secret, $"{Headers["webhook-id"]}.{Headers["webhook-timestamp"]}.{Body}"));
}
