using System.Text.Json;
using System.Text.Json.Serialization;
using Usher.Telemetry;

namespace Usher.Storage;

/// <summary>
/// The events that a meeting stream is about to get, sent before they are committed, so that none exists that nobody hears of.
/// </summary>
/// <param name="Kind">Of all of them.</param>
/// <param name="Commit">The transaction that is to write them.</param>
/// <param name="AnnouncedAt">When it was sent first.</param>
/// <param name="HasWebhooks">The bot has subscriptions of its own, which are never changed.</param>
internal sealed record MeetingAnnouncement(
    string Project,
    string Bot,
    string Kind,
    int From,
    int To,
    string Commit,
    DateTimeOffset AnnouncedAt,
    int Attempt = 0,
    bool HasWebhooks = false
)
{
    /// <summary>The span of whoever sent it.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Traceparent { get; init; }

    public string ToJson() =>
        JsonSerializer.Serialize(this with { Traceparent = Tracing.Traceparent }, StorageJson.Default.MeetingAnnouncement);

    /// <exception cref="JsonException">Not an announcement.</exception>
    public static MeetingAnnouncement Parse(string json) => JsonSerializer.Deserialize(json, StorageJson.Default.MeetingAnnouncement)!;
}
