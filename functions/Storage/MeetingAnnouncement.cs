using System.Text.Json;
using System.Text.Json.Serialization;
using Usher.Telemetry;

namespace Usher.Storage;

/// <summary>Announces events of a meeting stream before they are committed, so that none can exist without a message about it.</summary>
/// <param name="Kind">The kind of all the events.</param>
/// <param name="Commit">The transaction that will write the events.</param>
/// <param name="AnnouncedAt">When the announcement was first sent.</param>
/// <param name="HasWebhooks">Whether the bot has subscriptions of its own, which never change.</param>
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
    /// <summary>The span that sent the announcement.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Traceparent { get; init; }

    public string ToJson() =>
        JsonSerializer.Serialize(this with { Traceparent = Tracing.Traceparent }, StorageJson.Default.MeetingAnnouncement);

    /// <exception cref="JsonException">The text is not an announcement.</exception>
    public static MeetingAnnouncement Parse(string json) => JsonSerializer.Deserialize(json, StorageJson.Default.MeetingAnnouncement)!;
}
