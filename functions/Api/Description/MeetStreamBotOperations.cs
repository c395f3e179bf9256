using Usher.Api.MeetStream;
using Usher.Bots;
using Usher.Wire;

namespace Usher.Api.Description;

/// <summary>MeetStream's operations on bots.</summary>
internal static class MeetStreamBotOperations
{
    private const string Tag = "MeetStream bots";

    private static readonly string[] ChangesOne = ["bot_id", "If-Match", "If-None-Match", "Idempotency-Key"];

    public static IEnumerable<Operation> All =>
        [
            .. At(CreateMeetStreamBot.Paths, Create()),
            .. At(ListMeetStreamBots.Paths, List()),
            .. At(GetMeetStreamBotStatus.Paths, Status()),
            .. At(GetMeetStreamBot.Paths, Detail()),
            .. At(RemoveMeetStreamBot.Paths, Remove("GET", "removeMeetStreamBot", "Remove a bot")),
            .. At(RemoveMeetStreamBot.Paths, Remove("POST", "removeMeetStreamBotByPost", "Remove a bot, by POST")),
            .. At(DeleteMeetStreamBotData.Paths, DeleteData()),
            .. GetMeetStreamTranscript.Paths.SelectMany((path, index) => At([path], Transcript(path, index))),
        ];

    private static IEnumerable<Operation> At(IReadOnlyList<string> paths, Operation operation) => MeetStreamOperations.At(paths, operation);

    private static Operation Create() =>
        new("POST", "", "createMeetStreamBot", Tag, "Create a bot")
        {
            Description =
                "The bot joins at `join_at`, or immediately if it is omitted. The body is read as JSON regardless of its "
                + "Content-Type. All fields, including unknown ones, are passed on to the runner as `meetstream_settings`.",
            Parameters = ["Idempotency-Key"],
            IsRepeatable = true,
            Body = new RequestBody("MeetStreamCreateBot", "meetstream_create"),
            Successes =
            [
                new Success(
                    200,
                    "The bot that already has this deduplication key. No bot was created.",
                    "MeetStreamCreatedBot",
                    "meetstream_created"
                )
                {
                    Headers = ["ETag"],
                },
                new Success(201, "The bot.", "MeetStreamCreatedBot", "meetstream_created") { Headers = ["ETag", "Usher-Warning"] },
                new Success(
                    507,
                    "The bot of an earlier request with this Idempotency-Key. MeetStream's clients treat this status as success.",
                    "MeetStreamCreatedBot",
                    "meetstream_duplicate"
                )
                {
                    Headers = ["ETag"],
                },
            ],
            Refusals =
            [
                new("no_meeting", MeetStreamAnswer.Refusal(400, "meeting_link is required.")),
                new("wrong_timeout", MeetStreamAnswer.Refusal(400, "in_call_recording_timeout must be at least 600 seconds.")),
                new("deduplication_key_in_use", MeetStreamAnswer.From(new BotRefusal.DeduplicationKeyInUse("", null))),
                new("too_many_concurrent_bots", MeetStreamAnswer.From(new BotRefusal.TooManyConcurrentBots(2500))),
                .. MeetStreamOperations.OfBody,
                .. MeetStreamOperations.OfChange,
                .. MeetStreamOperations.Always,
            ],
        };

    private static Operation List() =>
        new("GET", "", "listMeetStreamBots", Tag, "List bots")
        {
            Description =
                "All bots of the project except deleted ones, 50 per page, oldest first. Available only under this path: "
                + "`/api/v1/bots` is Attendee's list.",
            Parameters = ["meetstream_status", "from", "to", "platform", "custom_attr", "next_cursor"],
            Successes = [new Success(200, "A page of bots.", "MeetStreamBotList", "meetstream_bots") { Headers = [IgnoredFields.Header] }],
            Refusals =
            [
                new("invalid_platform", MeetStreamAnswer.Refusal(400, "Invalid platform. It must be one of: GMeet, Zoom, Teams")),
                new("invalid_day", MeetStreamAnswer.Refusal(400, "Invalid date format. Please use YYYY-MM-DD")),
                new("invalid_cursor", MeetStreamAnswer.Refusal(400, "Invalid cursor")),
                .. MeetStreamOperations.Always,
            ],
        };

    private static Operation Status() =>
        new("GET", "", "getMeetStreamBotStatus", Tag, "Get a bot's status")
        {
            Parameters = ["bot_id"],
            Successes = [new Success(200, "The bot's status.", "MeetStreamBotStatus", "meetstream_status") { Headers = ["ETag"] }],
            Refusals = [.. MeetStreamOperations.OfBot, .. MeetStreamOperations.Always],
        };

    private static Operation Detail() =>
        new("GET", "", "getMeetStreamBot", Tag, "Get a bot's details")
        {
            Parameters = ["bot_id"],
            Successes = [new Success(200, "The bot.", "MeetStreamBot", "meetstream_bot") { Headers = ["ETag"] }],
            Refusals = [.. MeetStreamOperations.OfBot, .. MeetStreamOperations.Always],
        };

    private static Operation Remove(string method, string id, string summary) =>
        new(method, "", id, Tag, summary)
        {
            Description =
                "A scheduled bot is deleted; a bot in a meeting leaves it. Repeating the request while the bot is leaving "
                + "succeeds. The request body is ignored.",
            Parameters = ChangesOne,
            IsRepeatable = true,
            Successes =
            [
                new Success(200, "The bot leaves, or never joins.", "MeetStreamDone", "meetstream_removed") { Headers = ["ETag"] },
            ],
            Refusals =
            [
                new("already_stopped", MeetStreamAnswer.From(new BotRefusal.EventNotAllowed(BotEventType.LeaveRequested, BotState.Ended))),
                .. MeetStreamOperations.OfBot,
                .. MeetStreamOperations.OfCondition,
                .. MeetStreamOperations.OfChange,
                .. MeetStreamOperations.Always,
            ],
        };

    private static Operation DeleteData() =>
        new("DELETE", "", "deleteMeetStreamBotData", Tag, "Delete personal data and content")
        {
            Description = "Permanently deletes the data of a finished bot; a record of the bot remains. The request body is ignored.",
            Parameters = ChangesOne,
            IsRepeatable = true,
            Successes = [new Success(200, "The data is deleted.", "MeetStreamDone", "meetstream_deleted") { Headers = ["ETag"] }],
            Refusals =
            [
                new("not_over", MeetStreamAnswer.From(new BotRefusal.DataDeletionNotAllowed())),
                .. MeetStreamOperations.OfBot,
                .. MeetStreamOperations.OfCondition,
                .. MeetStreamOperations.OfChange,
                .. MeetStreamOperations.Always,
            ],
        };

    private static Operation Transcript(string path, int index) =>
        new(
            "GET",
            "",
            $"getMeetStreamTranscript{(index == 0 ? "" : $"{index + 1}")}",
            Tag,
            $"Get a transcript{(index == 0 ? "" : $", at {path}")}"
        )
        {
            Description = "Returns 202 until the bot has finished.",
            Parameters = [path.Contains("{bot_id}", StringComparison.Ordinal) ? "bot_id" : "transcript_id", "raw"],
            Successes =
            [
                new Success(200, "The transcript.", "MeetStreamTranscript", "meetstream_transcript") { Headers = [IgnoredFields.Header] },
                new Success(202, "Not available yet; try again later.", "MeetStreamTranscript", "empty_list")
                {
                    Headers = [IgnoredFields.Header],
                },
            ],
            Refusals =
            [
                new("transcript_not_found", MeetStreamAnswer.TranscriptNotFound()),
                .. MeetStreamOperations.OfBot,
                .. MeetStreamOperations.Always,
            ],
        };
}
