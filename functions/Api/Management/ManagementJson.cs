using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using Usher.Bots;
using Usher.Webhooks;

namespace Usher.Api.Management;

internal sealed record ManagementError(string Error);

/// <summary>A project's subscription. The secret is not part of it.</summary>
internal sealed record WebhookResource(
    string Id, string Url, IReadOnlyList<string> Triggers, string Status, string CreatedAt, string? FailingSince, string? PausedAt)
{
    public static WebhookResource From(WebhookSubscription subscription) => new(
        subscription.Id, subscription.Url, subscription.Triggers, WireName.Of(subscription.Status), WireTime.Format(subscription.CreatedAt),
        Time(subscription.FailingSince), Time(subscription.PausedAt));

    private static string? Time(DateTimeOffset? time) => time is { } value ? WireTime.Format(value) : null;
}

internal sealed record WebhookList(IReadOnlyList<WebhookResource> Results);

/// <param name="Secret">For Standard Webhooks: <c>whsec_</c> and the secret in base64.</param>
/// <param name="SecretBase64">The same, for <c>X-Webhook-Signature</c>.</param>
internal sealed record CreatedWebhook(string Id, string Url, IReadOnlyList<string> Triggers, string Status, string CreatedAt, string Secret, string SecretBase64);

/// <param name="PreviousSecretUntil">Until then both secrets sign.</param>
internal sealed record RotatedSecret(string Secret, string SecretBase64, string PreviousSecretUntil);

internal sealed record TestedWebhook(bool Delivered, int? Status, string? Error, int DurationMs);

internal sealed record RedeliveredWebhooks(int Redelivered);

/// <summary>The wire of the management API: snake case, nulls written, text as it is.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(ManagementError))]
[JsonSerializable(typeof(WebhookResource))]
[JsonSerializable(typeof(WebhookList))]
[JsonSerializable(typeof(CreatedWebhook))]
[JsonSerializable(typeof(RotatedSecret))]
[JsonSerializable(typeof(TestedWebhook))]
[JsonSerializable(typeof(RedeliveredWebhooks))]
[JsonSerializable(typeof(ProjectResource))]
[JsonSerializable(typeof(ProjectList))]
[JsonSerializable(typeof(KeyResource))]
[JsonSerializable(typeof(KeyList))]
[JsonSerializable(typeof(CreatedKey))]
[JsonSerializable(typeof(RetriedMessages))]
[JsonSerializable(typeof(VerifiedProject))]
[JsonSerializable(typeof(JsonObject))]
internal sealed partial class ManagementJson : JsonSerializerContext
{
    public static readonly ManagementJson Wire = new(new JsonSerializerOptions
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    });
}
