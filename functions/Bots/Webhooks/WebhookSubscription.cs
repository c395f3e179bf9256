using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Usher.Bots.Webhooks;

/// <summary>Who is told: an address and the triggers that it wants to hear of.</summary>
/// <param name="Id">
/// Of a project <c>wh_…</c>; of a bot its place in the list, <c>b1</c>, <c>b2</c>, or <c>bm1</c> for one that is told in MeetStream's form.
/// </param>
internal sealed record WebhookSubscription(string Id, string Url, IReadOnlyList<string> Triggers)
{
    public const string StateChange = "bot.state_change";

    /// <summary>The value of an entry's <c>dialect</c> that is told in MeetStream's form.</summary>
    private const string MeetStream = "meetstream";

    /// <summary>
    /// What may be asked for, as the peer knows it. What has to do with calendars, connections, logs and later transcriptions never happens
    /// here.
    /// </summary>
    public static readonly IReadOnlyList<string> KnownTriggers =
    [
        StateChange,
        MeetingTriggers.TranscriptUpdate,
        MeetingTriggers.ChatMessagesUpdate,
        MeetingTriggers.JoinLeave,
        "calendar.events_update",
        "calendar.state_change",
        "async_transcription.state_change",
        "zoom_oauth_connection.state_change",
        "bot_logs.update",
        MeetingTriggers.SpeechStartStop,
    ];

    /// <summary>No success since then; null: the last attempt was one, or there was none.</summary>
    public DateTimeOffset? FailingSince { get; init; }

    public DateTimeOffset? PausedAt { get; init; }

    public DateTimeOffset? EndedAt { get; init; }

    public DateTimeOffset CreatedAt { get; init; }

    public WebhookStatus Status =>
        EndedAt is not null ? WebhookStatus.Ended
        : PausedAt is not null ? WebhookStatus.Paused
        : WebhookStatus.Active;

    public bool IsOfBot => IsBotsOwn(Id);

    /// <summary>Told in MeetStream's form, of MeetStream's events.</summary>
    public bool IsMeetStreams => IsInMeetStreamsForm(Id);

    public static bool IsBotsOwn(string id) => id.StartsWith('b');

    public static bool IsInMeetStreamsForm(string id) => id.StartsWith("bm", StringComparison.Ordinal);

    /// <summary>Those that a bot was created with. What is no subscription is passed over.</summary>
    public static IReadOnlyList<WebhookSubscription> Of(BotSettings settings)
    {
        if (!settings.HasWebhooks)
        {
            return [];
        }

        return
        [
            .. settings
                .Json.Element.GetProperty("webhooks")
                .EnumerateArray()
                .Select((entry, index) => Of(IdOf(entry, index + 1), entry))
                .OfType<WebhookSubscription>(),
        ];
    }

    /// <summary>The settings group of a bot that is told of at one address, in MeetStream's form.</summary>
    public static JsonText Callback(string url) =>
        JsonText.Of(
            new JsonArray(
                new JsonObject
                {
                    ["url"] = url,
                    ["triggers"] = new JsonArray(StateChange),
                    ["dialect"] = MeetStream,
                }
            )
        );

    private static string IdOf(JsonElement entry, int place)
    {
        var isMeetStreams =
            entry.ValueKind == JsonValueKind.Object
            && entry.TryGetProperty("dialect", out var dialect)
            && dialect.ValueKind == JsonValueKind.String
            && dialect.GetString() == MeetStream;
        return string.Create(CultureInfo.InvariantCulture, $"{(isMeetStreams ? "bm" : "b")}{place}");
    }

    private static WebhookSubscription? Of(string id, JsonElement entry) =>
        entry.ValueKind == JsonValueKind.Object
        && entry.TryGetProperty("url", out var url)
        && url.ValueKind == JsonValueKind.String
        && entry.TryGetProperty("triggers", out var triggers)
        && triggers.ValueKind == JsonValueKind.Array
            ? new WebhookSubscription(
                id,
                SafeText.Of(url),
                [.. triggers.EnumerateArray().Where(item => item.ValueKind == JsonValueKind.String).Select(SafeText.Of)]
            )
            : null;
}
