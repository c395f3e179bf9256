using System.Text.Json;
using System.Text.Json.Serialization;
using Usher.Telemetry;

namespace Usher.Storage;

/// <summary>Announces events before they are committed, so that no event can exist without a message about it.</summary>
/// <param name="Commit">The transaction that will write the events.</param>
/// <param name="AnnouncedAt">When the announcement was first sent.</param>
/// <param name="HasWebhooks">
/// Whether the bot has subscriptions of its own. These never change, so the bot need not be read to find out.
/// </param>
/// <param name="OnlyErases">Everything else about the events is done; only the deleted data is searched for once more.</param>
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
    /// <summary>The span that sent the announcement.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Traceparent { get; init; }

    public string ToJson() =>
        JsonSerializer.Serialize(this with { Traceparent = Tracing.Traceparent }, StorageJson.Default.BotAnnouncement);

    /// <exception cref="JsonException">The text is not an announcement.</exception>
    public static BotAnnouncement Parse(string json) => JsonSerializer.Deserialize(json, StorageJson.Default.BotAnnouncement)!;
}
