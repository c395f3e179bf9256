using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;
using Usher.Telemetry;

namespace Usher.Webhooks;

/// <summary>A message of the queue <c>webhook-deliveries</c>.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "kind")]
[JsonDerivedType(typeof(Deliver), "deliver")]
[JsonDerivedType(typeof(CatchUp), "catch_up")]
[JsonDerivedType(typeof(Introduce), "introduce")]
internal abstract record WebhookMessage(string Project, string Subscription)
{
    /// <summary>The span of whoever sent it.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Traceparent { get; init; }

    public string ToJson() => JsonSerializer.Serialize(this with { Traceparent = Tracing.Traceparent }, WebhookJson.Default.WebhookMessage);

    /// <exception cref="JsonException">No such message.</exception>
    public static WebhookMessage Parse(string json) => JsonSerializer.Deserialize(json, WebhookJson.Default.WebhookMessage)!;

    /// <summary>Make one attempt.</summary>
    /// <param name="Attempt">Which one, counted from 1; one that was made already is not made again.</param>
    internal sealed record Deliver(string Project, string Subscription, string Bot, int Sequence, int Attempt) : WebhookMessage(Project, Subscription)
    {
        public static Deliver Next(WebhookDelivery delivery) => Of(delivery, delivery.Attempts + 1);

        public static Deliver Of(WebhookDelivery delivery, int attempt) =>
            new(delivery.Project, delivery.Subscription, delivery.Bot.ToString(), delivery.Sequence, attempt);
    }

    /// <summary>The subscription was resumed: tell it what was held, in order.</summary>
    internal sealed record CatchUp(string Project, string Subscription) : WebhookMessage(Project, Subscription);

    /// <summary>The subscription was created: tell it what it has missed since then.</summary>
    /// <param name="Place">In the project's feed.</param>
    internal sealed record Introduce(string Project, string Subscription, string Place, DateTimeOffset At) : WebhookMessage(Project, Subscription);
}

/// <summary>The storage form of messages and records.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    AllowOutOfOrderMetadataProperties = true,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(WebhookMessage))]
[JsonSerializable(typeof(ImmutableArray<DeliveryAttempt>))]
[JsonSerializable(typeof(IReadOnlyList<string>))]
internal sealed partial class WebhookJson : JsonSerializerContext;
