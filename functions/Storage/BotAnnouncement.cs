using System.Text.Json;
using System.Text.Json.Serialization;
using Usher.Telemetry;

namespace Usher.Storage;

/// <summary>
/// The events that are about to exist: sent before they are committed, so that no event can exist that nobody hears of.
/// </summary>
/// <param name="Commit">The transaction that is to write them.</param>
/// <param name="AnnouncedAt">When it was sent first.</param>
/// <param name="HasWebhooks">The bot has subscriptions of its own, which are never changed: nobody has to read it to know that it has
/// none.</param>
/// <param name="OnlyErases">What follows from the events has followed: the data that they delete is looked for once more.</param>
internal sealed record BotAnnouncement(
    string Project,
    string Bot,
    int From,
    int To,
    string Commit,
    DateTimeOffset AnnouncedAt,
    int Attempt = 0,
    bool HasWebhooks = false,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] bool OnlyErases = false
)
{
    /// <summary>The span of whoever sent it.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Traceparent { get; init; }

    public string ToJson() =>
        JsonSerializer.Serialize(this with { Traceparent = Tracing.Traceparent }, StorageJson.Default.BotAnnouncement);

    /// <exception cref="JsonException">Not an announcement.</exception>
    public static BotAnnouncement Parse(string json) => JsonSerializer.Deserialize(json, StorageJson.Default.BotAnnouncement)!;
}
