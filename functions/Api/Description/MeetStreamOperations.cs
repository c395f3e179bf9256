using System.Text.Json;
using Usher.Api.MeetStream;
using Usher.Bots;
using Usher.Storage;

namespace Usher.Api.Description;

/// <summary>MeetStream's dialect: one operation under six paths.</summary>
internal static class MeetStreamOperations
{
    /// <summary>Bodies that are refused, and what that is called.</summary>
    private static readonly (string Name, string Body)[] Wrong =
    [
        ("no_fields", "{}"), ("no_time", """{"scheduled_join_time": "tomorrow"}"""), ("time_is_past", """{"scheduled_join_time": "1969-07-20T20:17:40Z"}"""),
        ("wrong_type", """{"recording_enabled": "yes"}"""),
    ];

    private static readonly Refusal[] Refusals =
    [
        new("no_json", MeetStreamAnswer.NoJson()),
        .. Wrong.Select(wrong => new Refusal(wrong.Name, Invalid(wrong.Body))),
        new("in_a_meeting", MeetStreamAnswer.From(new BotRefusal.UpdateNotAllowed(BotState.JoinedRecording))),
        new("not_scheduled", MeetStreamAnswer.From(new BotRefusal.UpdateNotAllowed(BotState.Ended))),
        new("too_many_events", MeetStreamAnswer.From(new BotRefusal.TooManyEvents())),
        new("attributes_too_long", MeetStreamAnswer.From(new BotRefusal.MetadataTooLong(1001))),
        new("settings_too_large", MeetStreamAnswer.From(new BotRefusal.SettingsTooLarge("features", 640_100))),
        new("unauthorized", MeetStreamAnswer.Unauthorized()), new("not_your_bot", MeetStreamAnswer.NotYourBot()), new("bot_not_found", MeetStreamAnswer.BotNotFound()),
        new("malformed_condition", MeetStreamAnswer.MalformedCondition()), new("malformed_key", MeetStreamAnswer.MalformedKey()),
        new("other_version", MeetStreamAnswer.From(new BotRefusal.OtherVersion(7))), new("key_reused", MeetStreamAnswer.KeyReused()),
        new("changed_at_the_same_time", MeetStreamAnswer.From(new BotRefusal.LostEveryRace())), new("too_large", MeetStreamAnswer.TooLarge()),
        new("wrong_content_encoding", MeetStreamAnswer.Unreadable("Unsupported content encoding \"gzip\" in request.")),
        new("too_slow", MeetStreamAnswer.Refusal(408, FailureText.Of(408))),
        new("too_many_requests", MeetStreamAnswer.TooManyRequests(7)), new("storage_away", MeetStreamAnswer.Unavailable()),
    ];

    public static readonly IReadOnlyList<Operation> All = [.. UpdateScheduledBot.Paths.Select((path, index) => Update(path, index))];

    private static Operation Update(string path, int index) => new(
        "PATCH", path, $"updateScheduledBot{(index == 0 ? "" : $"At{Words(path)}")}", "Scheduled bots", $"Update a scheduled bot{(index == 0 ? "" : $", at {Start(path)}")}")
    {
        Description = "Time, name, attributes and features of a bot that waits for its time: all of what was sent, or nothing. The body counts as JSON whatever it calls itself.",
        Security = "ApiKeyWithOrWithoutScheme",
        Parameters = ["bot_id", "If-Match", "If-None-Match", "Idempotency-Key"],
        IsRepeatable = true,
        Body = new RequestBody("ScheduledBotUpdate", "scheduled_update"),
        Successes = [new Success(200, "What has changed.", "ScheduledBotUpdated", "scheduled_updated") { Headers = ["ETag", IgnoredFields.Header] }],
        Refusals = Refusals,
    };

    private static string Start(string path) => path[..path.LastIndexOf('/')];

    private static string Words(string path) => string.Concat(Start(path).Split('/', '_').Where(word => word.Length > 0).Select(word => char.ToUpperInvariant(word[0]) + word[1..]));

    private static HttpAnswer Invalid(string body)
    {
        var fields = new ScheduledBotFields(JsonElement.Parse(body));
        fields.Read(DateTimeOffset.UnixEpoch);
        return MeetStreamAnswer.Invalid(fields);
    }
}
