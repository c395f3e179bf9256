using System.Text.Json;
using Usher.Bots;

namespace Usher.Webhooks;

internal enum WebhookStatus
{
    Active,

    /// <summary>Failed for too long: what it should be told is held until it is resumed.</summary>
    Paused,

    /// <summary>The receiver answered 410: it wants nothing more.</summary>
    Ended,
}

/// <summary>Who is told: an address and the triggers that it wants to hear of.</summary>
/// <param name="Id">Of a project <c>wh_…</c>; of a bot its place in the list, <c>b1</c>, <c>b2</c>.</param>
internal sealed record WebhookSubscription(string Id, string Url, IReadOnlyList<string> Triggers)
{
    public const string StateChange = "bot.state_change";

    /// <summary>What may be asked for, as the peer knows it. Only changes of state are told so far; the others are kept for the day when they are.</summary>
    public static readonly IReadOnlyList<string> KnownTriggers =
    [
        StateChange, "transcript.update", "chat_messages.update", "participant_events.join_leave", "calendar.events_update", "calendar.state_change",
        "async_transcription.state_change", "zoom_oauth_connection.state_change", "bot_logs.update", "participant_events.speech_start_stop",
    ];

    /// <summary>No success since then; null: the last attempt was one, or there was none.</summary>
    public DateTimeOffset? FailingSince { get; init; }

    public DateTimeOffset? PausedAt { get; init; }

    public DateTimeOffset? EndedAt { get; init; }

    public DateTimeOffset CreatedAt { get; init; }

    public WebhookStatus Status => EndedAt is not null ? WebhookStatus.Ended : PausedAt is not null ? WebhookStatus.Paused : WebhookStatus.Active;

    public bool IsOfBot => IsBotsOwn(Id);

    public static bool IsBotsOwn(string id) => id.StartsWith('b');

    /// <summary>Those that a bot was created with. What is no subscription is passed over.</summary>
    public static IReadOnlyList<WebhookSubscription> Of(BotSettings settings)
    {
        if (!settings.HasWebhooks)
        {
            return [];
        }

        return [.. settings.Json.Element.GetProperty("webhooks").EnumerateArray()
            .Select((entry, index) => Of(string.Create(System.Globalization.CultureInfo.InvariantCulture, $"b{index + 1}"), entry))
            .OfType<WebhookSubscription>()];
    }

    private static WebhookSubscription? Of(string id, JsonElement entry) =>
        entry.ValueKind == JsonValueKind.Object
        && entry.TryGetProperty("url", out var url) && url.ValueKind == JsonValueKind.String
        && entry.TryGetProperty("triggers", out var triggers) && triggers.ValueKind == JsonValueKind.Array
            ? new WebhookSubscription(id, url.GetString()!, [.. triggers.EnumerateArray().Where(item => item.ValueKind == JsonValueKind.String).Select(item => item.GetString()!)])
            : null;
}
