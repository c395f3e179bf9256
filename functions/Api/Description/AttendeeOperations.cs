using System.Text.Json;
using Usher.Api.Attendee;
using Usher.Api.Validation;
using Usher.Bots;
using Usher.Wire;

namespace Usher.Api.Description;

/// <summary>Attendee's API.</summary>
internal static class AttendeeOperations
{
    private const string Bots = "/api/v1/bots";
    private const string Bot = Bots + "/{id}";
    private const string Tag = "Bots";

    private static readonly Refusal NotFound = new("bot_not_found", AttendeeAnswer.BotNotFound());

    /// <summary>Refusals of every operation, before and after all others.</summary>
    private static readonly Refusal[] Always =
    [
        new("no_authorization", AttendeeAnswer.NoAuthorization()),
        new("wrong_authorization", AttendeeAnswer.WrongAuthorization()),
        new("wrong_key", AttendeeAnswer.WrongKey()),
        new("too_many_requests", AttendeeAnswer.TooManyRequests(7)),
        new("storage_away", AttendeeAnswer.Unavailable()),
    ];

    /// <summary>Refusals of every operation with a body.</summary>
    private static readonly Refusal[] OfBody =
    [
        new("no_json", AttendeeAnswer.Body(new JsonBody.Malformed("line 1, byte 2 is not valid JSON."))),
        new("too_large", AttendeeAnswer.Body(new JsonBody.TooLarge())),
        new("wrong_media_type", AttendeeAnswer.Body(new JsonBody.WrongMediaType("text/plain"))),
        new("wrong_content_encoding", AttendeeAnswer.Body(new JsonBody.Unreadable("Unsupported content encoding \"gzip\" in request."))),
        new("too_slow", AttendeeAnswer.Detail(408, FailureText.Of(408))),
    ];

    private static readonly Refusal MalformedCondition = new("malformed_condition", AttendeeAnswer.MalformedCondition());
    private static readonly Refusal OtherVersion = new("other_version", AttendeeAnswer.OtherVersion(8));
    private static readonly Refusal LostEveryRace = new("changed_at_the_same_time", AttendeeAnswer.From(new BotRefusal.LostEveryRace()));
    private static readonly Refusal TooManyEvents = new("too_many_events", AttendeeAnswer.From(new BotRefusal.TooManyEvents()));
    private static readonly Refusal[] OfKey =
    [
        new("malformed_key", AttendeeAnswer.MalformedKey()),
        new("key_of_another_request", AttendeeAnswer.KeyReused()),
    ];

    public static readonly IReadOnlyList<Operation> All =
    [
        new("POST", Bots, "createBot", Tag, "Create a bot")
        {
            Description =
                "The bot joins at `join_at`, or immediately if it is omitted. Concurrent requests with the same deduplication "
                + "key create only one bot.",
            Security = "ApiKey",
            Parameters = ["Idempotency-Key"],
            IsRepeatable = true,
            Body = new RequestBody("CreateBot", "create"),
            Successes = [new Success(201, "The bot.", "Bot", "scheduled") { Headers = ["ETag", "Usher-Warning"] }],
            Refusals =
            [
                new("invalid_fields", AttendeeAnswer.Invalid(ErrorsOf("""{"meeting_url": "https://example.com/room"}"""))),
                new("settings_too_large", AttendeeAnswer.From(new BotRefusal.SettingsTooLarge("transcription_settings", 1_050_240))),
                new("deduplication_key_in_use", AttendeeAnswer.From(new BotRefusal.DeduplicationKeyInUse("", BotId.FirstAt(BotId.Epoch)))),
                new("too_many_concurrent_bots", AttendeeAnswer.From(new BotRefusal.TooManyConcurrentBots(2500))),
                LostEveryRace,
                .. OfBody,
                .. OfKey,
                .. Always,
            ],
        },
        new("GET", Bots, "listBots", Tag, "List bots")
        {
            Description =
                "All bots of the project except deleted ones, 25 per page, oldest first. Follow `next` to the end; bots that "
                + "are created or deleted meanwhile do not disturb paging.",
            Security = "ApiKey",
            Parameters = ["states", "meeting_url", "deduplication_key", "join_at_after", "join_at_before", "bot_cursor"],
            Successes = [new Success(200, "A page of bots.", "BotPage", "bot_page") { Headers = [IgnoredFields.Header] }],
            Refusals =
            [
                new("invalid_state", AttendeeAnswer.Error(400, BotListFilter.InvalidState("asleep"))),
                new("invalid_time", AttendeeAnswer.Error(400, BotListFilter.InvalidTime("join_at_after"))),
                new("invalid_cursor", AttendeeAnswer.InvalidCursor()),
                .. Always,
            ],
        },
        new("GET", Bot, "getBot", Tag, "Get a bot")
        {
            Description = "The bot's current state or, with `at`, its state at that time, computed from its events.",
            Security = "ApiKey",
            Parameters = ["id", "at", "If-None-Match", "If-Match"],
            Successes =
            [
                new Success(200, "The bot.", "Bot", "leaving") { Headers = ["ETag"] },
                new Success(304, "You have the current version.") { Headers = ["ETag"] },
            ],
            Refusals = [new("invalid_at", AttendeeAnswer.InvalidTime("at")), MalformedCondition, NotFound, OtherVersion, .. Always],
        },
        new("PATCH", Bot, "updateBot", Tag, "Update a bot")
        {
            Description =
                "Metadata can change at any time; time, meeting, name, image and recording settings only while the bot is "
                + "scheduled. Either all changes are applied or none.",
            Security = "ApiKey",
            Parameters = ["id", "If-Match", "If-None-Match", "Idempotency-Key"],
            IsRepeatable = true,
            Body = new RequestBody("UpdateBot", "update") { IsOptional = true },
            Successes = [new Success(200, "The updated bot.", "Bot", "updated") { Headers = ["ETag", IgnoredFields.Header] }],
            Refusals =
            [
                new("invalid_fields", AttendeeAnswer.Invalid(ErrorsOf("""{"metadata": ["customer_id"]}"""))),
                new("not_scheduled", AttendeeAnswer.From(new BotRefusal.UpdateNotAllowed(BotState.JoinedRecording))),
                new("settings_too_large", AttendeeAnswer.From(new BotRefusal.SettingsTooLarge("bot_image", 640_100))),
                TooManyEvents,
                MalformedCondition,
                NotFound,
                LostEveryRace,
                OtherVersion,
                .. OfBody,
                .. OfKey,
                .. Always,
            ],
        },
        new("DELETE", Bot, "deleteBot", Tag, "Delete a scheduled bot")
        {
            Description = "Only a bot that has not been told to join can be deleted. It never joins, and it is no longer found.",
            Security = "ApiKey",
            Parameters = ["id", "If-Match", "If-None-Match"],
            Successes = [new Success(200, "The bot is deleted. The response has no body.")],
            Refusals =
            [
                new("not_scheduled", AttendeeAnswer.From(new BotRefusal.DeleteNotAllowed(BotState.JoinedRecording))),
                MalformedCondition,
                NotFound,
                LostEveryRace,
                OtherVersion,
                .. Always,
            ],
        },
        new("POST", Bot + "/leave", "leaveBot", Tag, "Make a bot leave")
        {
            Description =
                "Possible from the time the bot is staged until it has left. The bot passes through `leaving` and "
                + "`post_processing` to `ended`. The request body is ignored.",
            Security = "ApiKey",
            Parameters = ["id", "If-Match", "If-None-Match", "Idempotency-Key"],
            IsRepeatable = true,
            Successes = [new Success(200, "The bot, now leaving.", "Bot", "leaving") { Headers = ["ETag"] }],
            Refusals =
            [
                new("not_in_a_meeting", AttendeeAnswer.From(new BotRefusal.EventNotAllowed(BotEventType.LeaveRequested, BotState.Ended))),
                MalformedCondition,
                NotFound,
                LostEveryRace,
                OtherVersion,
                .. OfKey,
                .. Always,
            ],
        },
        new("POST", Bot + "/delete_data", "deleteBotData", Tag, "Delete personal data and content")
        {
            Description =
                "Permanently deletes the data of a finished bot: name, meeting, image, metadata, deduplication key, "
                + "settings and data that its runner added to events, including its copies in events, the feed, stored responses "
                + "and webhook records. A record of the bot remains: types, times, actors and states of its events. The response "
                + "shows the bot as it was; within seconds, none of this data remains in storage. The request body is ignored.",
            Security = "ApiKey",
            Parameters = ["id", "If-Match", "If-None-Match", "Idempotency-Key"],
            IsRepeatable = true,
            Successes = [new Success(200, "The bot, with its data for the last time.", "Bot", "data_deleted") { Headers = ["ETag"] }],
            Refusals =
            [
                new("not_over", AttendeeAnswer.From(new BotRefusal.DataDeletionNotAllowed())),
                MalformedCondition,
                NotFound,
                LostEveryRace,
                OtherVersion,
                .. OfKey,
                .. Always,
            ],
        },
        .. AttendeeMeetingOperations.All([MalformedCondition, NotFound, LostEveryRace, OtherVersion, .. OfKey, .. Always], OfBody),
        .. AttendeeRecordOperations.All(NotFound, Always),
        .. AttendeeHistoryOperations.All(NotFound, Always),
        Empty("calendars", "listCalendars", "List calendars"),
        Empty("calendar_events", "listCalendarEvents", "List calendar events"),
        Empty("zoom_oauth_connections", "listZoomOAuthConnections", "List Zoom OAuth connections"),
    ];

    private static Operation Empty(string collection, string id, string summary) =>
        new("GET", $"/api/v1/{collection}", id, Tag, summary)
        {
            Description = "Not supported here: always an empty page, so that Attendee's clients keep working.",
            Security = "ApiKey",
            Successes = [new Success(200, "An empty page.", "BotPage", "empty_page") { Headers = [IgnoredFields.Header] }],
            Refusals = Always,
        };

    /// <summary>The errors that validation reports.</summary>
    private static FieldErrors ErrorsOf(string body)
    {
        var fields = new BodyFields(JsonElement.Parse(body));
        fields.Read("meeting_url", BotFields.MeetingUrl);
        fields.Read("metadata", MetadataField.Check);
        return fields.Errors;
    }
}
