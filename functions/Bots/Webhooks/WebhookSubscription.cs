using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Usher.Bots.Webhooks;

/// <summary>A subscription: a URL and the triggers delivered to it.</summary>
/// <param name="Id">
/// <c>wh_…</c> in a project. In a bot the position in its list: <c>b1</c>, <c>b2</c>, or <c>bm1</c> for MeetStream's format.
/// </param>
internal sealed record WebhookSubscription(string Id, string Url, IReadOnlyList<string> Triggers)
{
    public const string StateChange = "bot.state_change";

    /// <summary>The <c>dialect</c> of an entry that receives MeetStream's format.</summary>
    private const string MeetStream = "meetstream";

    /// <summary>
    /// The triggers that can be subscribed to, as in Attendee. Those for calendars, connections, logs and later transcriptions never fire
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

    /// <summary>The first failure since the last success; null if the last attempt succeeded or there was none.</summary>
    public DateTimeOffset? FailingSince { get; init; }

    public DateTimeOffset? PausedAt { get; init; }

    public DateTimeOffset? EndedAt { get; init; }

    public DateTimeOffset CreatedAt { get; init; }

    public WebhookStatus Status =>
        EndedAt is not null ? WebhookStatus.Ended
        : PausedAt is not null ? WebhookStatus.Paused
        : WebhookStatus.Active;

    public bool IsOfBot => IsBotsOwn(Id);

    /// <summary>Whether the subscription receives MeetStream's events in MeetStream's format.</summary>
    public bool IsMeetStreams => IsInMeetStreamsForm(Id);

    public static bool IsBotsOwn(string id) => id.StartsWith('b');

    public static bool IsInMeetStreamsForm(string id) => id.StartsWith("bm", StringComparison.Ordinal);

    /// <summary>The subscriptions a bot was created with. Invalid entries are skipped.</summary>
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

    /// <summary>The settings group of a bot with one callback URL in MeetStream's format.</summary>
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
