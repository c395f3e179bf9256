using System.Text.Json;
using System.Text.Json.Serialization;
using Usher.Bots.Webhooks;
using Usher.Telemetry;

namespace Usher.Webhooks;

/// <summary>A message in the queue <c>webhook-deliveries</c>.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "kind")]
[JsonDerivedType(typeof(Deliver), "deliver")]
[JsonDerivedType(typeof(CatchUp), "catch_up")]
[JsonDerivedType(typeof(Introduce), "introduce")]
internal abstract record WebhookMessage(string Project, string Subscription)
{
    /// <summary>The span that sent the message.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Traceparent { get; init; }

    public string ToJson() => JsonSerializer.Serialize(this with { Traceparent = Tracing.Traceparent }, WebhookJson.Default.WebhookMessage);

    /// <exception cref="JsonException">The text is not such a message.</exception>
    public static WebhookMessage Parse(string json) => JsonSerializer.Deserialize(json, WebhookJson.Default.WebhookMessage)!;

    /// <summary>Check a delivery; its record tells what to do.</summary>
    internal sealed record Deliver(string Project, string Subscription, string Bot, int Sequence) : WebhookMessage(Project, Subscription)
    {
        /// <summary>Whether the sequence number belongs to the meeting stream.</summary>
        [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
        public bool IsOfMeeting { get; init; }

        [JsonIgnore]
        public EventPlace Place => new(Sequence, IsOfMeeting);

        /// <summary>Restarts the delivery if exactly this many attempts have begun; null for an ordinary message.</summary>
        [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
        public int? RestartAfter { get; init; }

        public static Deliver Of(WebhookDelivery delivery) =>
            new(delivery.Project, delivery.Subscription, delivery.Bot.ToString(), delivery.Sequence) { IsOfMeeting = delivery.IsOfMeeting };

        public static Deliver Again(WebhookDelivery delivery) => Of(delivery) with { RestartAfter = delivery.Attempts };
    }

    /// <summary>The subscription was resumed: deliver what was held, in order.</summary>
    internal sealed record CatchUp(string Project, string Subscription) : WebhookMessage(Project, Subscription);

    /// <summary>The subscription was created: deliver the events it has missed since then.</summary>
    /// <param name="Place">The position in the project's feed.</param>
    internal sealed record Introduce(string Project, string Subscription, string Place, DateTimeOffset At)
        : WebhookMessage(Project, Subscription);
}
