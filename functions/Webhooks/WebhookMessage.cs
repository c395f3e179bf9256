using System.Text.Json;
using System.Text.Json.Serialization;
using Usher.Bots.Webhooks;
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

    /// <summary>Look at a delivery: what is to be done, its record says.</summary>
    internal sealed record Deliver(string Project, string Subscription, string Bot, int Sequence) : WebhookMessage(Project, Subscription)
    {
        /// <summary>The sequence number is that of the meeting stream.</summary>
        [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
        public bool IsOfMeeting { get; init; }

        [JsonIgnore]
        public EventPlace Place => new(Sequence, IsOfMeeting);

        /// <summary>Have it sent again where no more attempts than these have been begun; null: not this message.</summary>
        [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
        public int? RestartAfter { get; init; }

        public static Deliver Of(WebhookDelivery delivery) =>
            new(delivery.Project, delivery.Subscription, delivery.Bot.ToString(), delivery.Sequence) { IsOfMeeting = delivery.IsOfMeeting };

        public static Deliver Again(WebhookDelivery delivery) => Of(delivery) with { RestartAfter = delivery.Attempts };
    }

    /// <summary>The subscription was resumed: tell it what was held, in order.</summary>
    internal sealed record CatchUp(string Project, string Subscription) : WebhookMessage(Project, Subscription);

    /// <summary>The subscription was created: tell it what it has missed since then.</summary>
    /// <param name="Place">In the project's feed.</param>
    internal sealed record Introduce(string Project, string Subscription, string Place, DateTimeOffset At)
        : WebhookMessage(Project, Subscription);
}
