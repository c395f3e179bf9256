using System.Text.Json;
using Usher.Api.MeetStream;
using Usher.Bots;
using Usher.Wire;

namespace Usher.Api.Description;

/// <summary>MeetStream's API, in which an operation may have several paths.</summary>
internal static class MeetStreamOperations
{
    private const string Security = "ApiKeyWithOrWithoutScheme";

    /// <summary>Invalid bodies and the names of their examples.</summary>
    private static readonly (string Name, string Body)[] Wrong =
    [
        ("no_fields", "{}"),
        ("no_time", """{"scheduled_join_time": "tomorrow"}"""),
        ("time_is_past", """{"scheduled_join_time": "1969-07-20T20:17:40Z"}"""),
        ("wrong_type", """{"recording_enabled": "yes"}"""),
    ];

    /// <summary>Refusals of every operation.</summary>
    public static readonly IReadOnlyList<Refusal> Always =
    [
        new("unauthorized", MeetStreamAnswer.Unauthorized()),
        new("too_many_requests", MeetStreamAnswer.TooManyRequests(7)),
        new("storage_away", MeetStreamAnswer.Unavailable()),
    ];

    /// <summary>Refusals of every operation on one bot.</summary>
    public static readonly IReadOnlyList<Refusal> OfBot =
    [
        new("not_your_bot", MeetStreamAnswer.NotYourBot()),
        new("bot_not_found", MeetStreamAnswer.BotNotFound()),
    ];

    /// <summary>Refusals of every operation that changes something.</summary>
    public static readonly IReadOnlyList<Refusal> OfChange =
    [
        new("malformed_key", MeetStreamAnswer.MalformedKey()),
        new("key_reused", MeetStreamAnswer.KeyReused()),
        new("changed_at_the_same_time", MeetStreamAnswer.From(new BotRefusal.LostEveryRace())),
    ];

    /// <summary>Refusals of every operation that changes an existing bot.</summary>
    public static readonly IReadOnlyList<Refusal> OfCondition =
    [
        new("malformed_condition", MeetStreamAnswer.MalformedCondition()),
        new("other_version", MeetStreamAnswer.From(new BotRefusal.OtherVersion(7))),
    ];

    /// <summary>Refusals of every operation with a body.</summary>
    public static readonly IReadOnlyList<Refusal> OfBody =
    [
        new("no_json", MeetStreamAnswer.NoJson()),
        new("too_large", MeetStreamAnswer.TooLarge()),
        new("wrong_content_encoding", MeetStreamAnswer.Unreadable("Unsupported content encoding \"gzip\" in request.")),
        new("too_slow", MeetStreamAnswer.Refusal(408, FailureText.Of(408))),
    ];

    public static readonly IReadOnlyList<Operation> All =
    [
        .. MeetStreamBotOperations.All,
        .. At(ListScheduledBots.Paths, List()),
        .. At(UpdateScheduledBot.Paths, Update()),
        .. At(CancelScheduledBot.Paths, Cancel()),
    ];

    /// <summary>The operation once per path; the first one has the plain ID and summary.</summary>
    public static IEnumerable<Operation> At(IReadOnlyList<string> paths, Operation operation) =>
        paths.Select(
            (path, index) =>
                operation with
                {
                    Path = path,
                    Id = index == 0 ? operation.Id : $"{operation.Id}At{Words(path)}",
                    Summary = index == 0 ? operation.Summary : $"{operation.Summary}, at {path}",
                    Security = Security,
                }
        );

    private static Operation List() =>
        new("GET", "", "listScheduledBots", "Scheduled bots", "List scheduled bots")
        {
            Description = "Returns scheduled bots, soonest first.",
            Parameters = ["scheduled_limit"],
            Successes = [new Success(200, "The bots.", "ScheduledBotList", "scheduled_bots") { Headers = [IgnoredFields.Header] }],
            Refusals = [new("invalid_limit", MeetStreamAnswer.InvalidLimit()), .. Always],
        };

    private static Operation Update() =>
        new("PATCH", "", "updateScheduledBot", "Scheduled bots", "Update a scheduled bot")
        {
            Description =
                "Updates the time, name, attributes and features of a scheduled bot. Either all changes are applied or none. "
                + "The body is read as JSON regardless of its Content-Type.",
            Parameters = ["bot_id", "If-Match", "If-None-Match", "Idempotency-Key"],
            IsRepeatable = true,
            Body = new RequestBody("ScheduledBotUpdate", "scheduled_update"),
            Successes =
            [
                new Success(200, "The changed fields.", "ScheduledBotUpdated", "scheduled_updated")
                {
                    Headers = ["ETag", IgnoredFields.Header],
                },
            ],
            Refusals =
            [
                .. Wrong.Select(wrong => new Refusal(wrong.Name, Invalid(wrong.Body))),
                new("in_a_meeting", MeetStreamAnswer.From(new BotRefusal.UpdateNotAllowed(BotState.JoinedRecording))),
                new("not_scheduled", MeetStreamAnswer.From(new BotRefusal.UpdateNotAllowed(BotState.Ended))),
                new("too_many_events", MeetStreamAnswer.From(new BotRefusal.TooManyEvents())),
                new("attributes_too_long", MeetStreamAnswer.From(new BotRefusal.MetadataTooLong(1001))),
                new("settings_too_large", MeetStreamAnswer.From(new BotRefusal.SettingsTooLarge("features", 640_100))),
                .. OfBody,
                .. OfBot,
                .. OfCondition,
                .. OfChange,
                .. Always,
            ],
        };

    private static Operation Cancel() =>
        new("DELETE", "", "cancelScheduledBot", "Scheduled bots", "Cancel a scheduled bot")
        {
            Description =
                "Only a bot that has not been told to join can be cancelled. It never joins, and it is no longer found. The "
                + "request body is ignored.",
            Parameters = ["bot_id", "If-Match", "If-None-Match", "Idempotency-Key"],
            IsRepeatable = true,
            Successes = [new Success(200, "The bot is deleted.", "MeetStreamDone", "scheduled_cancelled") { Headers = ["ETag"] }],
            Refusals =
            [
                new("in_a_meeting", MeetStreamAnswer.From(new BotRefusal.DeleteNotAllowed(BotState.JoinedRecording))),
                new("not_scheduled", MeetStreamAnswer.From(new BotRefusal.DeleteNotAllowed(BotState.Ended))),
                .. OfBot,
                .. OfCondition,
                .. OfChange,
                .. Always,
            ],
        };

    private static string Words(string path) =>
        string.Concat(
            path.Split('/', '_')
                .Where(word => word.Length > 0 && word[0] != '{' && word[^1] != '}')
                .Select(word => char.ToUpperInvariant(word[0]) + word[1..])
        );

    private static HttpResult Invalid(string body)
    {
        var fields = new ScheduledBotFields(JsonElement.Parse(body));
        fields.Read(DateTimeOffset.UnixEpoch);
        return MeetStreamAnswer.Invalid(fields);
    }
}
