using Usher.Api.Runner;
using Usher.Api.Validation;
using Usher.Bots;
using Usher.Commanding;
using Usher.Meetings;
using Usher.Wire;

namespace Usher.Api.Description;

/// <summary>The runner port.</summary>
internal static class RunnerOperations
{
    private const string Bot = "/runner/v1/bots/{id}";
    private static readonly BotId SomeBot = BotId.Parse("bot_3pVj4QcEyhV3mfHc");

    private static readonly Refusal[] Always =
    [
        new("unauthorized", RunnerAnswer.Unauthorized()),
        new("bot_not_found", RunnerAnswer.BotNotFound()),
        new("storage_away", RunnerAnswer.Unavailable()),
    ];

    private static readonly Refusal[] OfBody =
    [
        new("no_json", RunnerAnswer.Body(new JsonBody.Malformed("line 1, byte 2 is not what JSON allows there."))),
        new("too_large", RunnerAnswer.Body(new JsonBody.TooLarge())),
        new("wrong_media_type", RunnerAnswer.Body(new JsonBody.WrongMediaType("text/plain"))),
        new("wrong_content_encoding", RunnerAnswer.Body(new JsonBody.Unreadable("Unsupported content encoding \"gzip\" in request."))),
        new("too_slow", RunnerAnswer.Error(408, FailureText.Of(408))),
        new("changed_at_the_same_time", RunnerAnswer.From(new BotRefusal.LostEveryRace())),
    ];

    public static readonly IReadOnlyList<Operation> All =
    [
        Post("claim", "claimBotCommand", "Claim a command") with
        {
            Description =
                "Answered with 200 once: whoever gets it carries the command out, nobody else does. The answer says what "
                + "the command does not: the bot's settings, its metadata, where its picture is, and what a command for the meeting is "
                + "about. A claim with an `id` of its own can "
                + "be sent again: what was granted is granted again. Who sends the `traceparent` of the command back as a header, here and "
                + "with reports, makes its work part of the bot's trace (W3C Trace Context).",
            Body = new RequestBody("RunnerClaim", "claim"),
            Successes = [new Success(200, "Carry it out.", "RunnerClaimed", "claimed")],
            Refusals =
            [
                new("malformed_id", RunnerAnswer.MalformedClaimId()),
                new("no_command_id", RunnerAnswer.NoCommandId(SomeBot)),
                new("malformed_capabilities", RunnerAnswer.MalformedCapabilities()),
                new("not_claimable", RunnerAnswer.From(new BotRefusal.CommandNotClaimable())),
                .. OfBody,
                .. Always,
            ],
        },
        Post("events", "reportBotEvent", "Report an event") with
        {
            Description =
                "What the runner has seen. A report that was accepted can be sent again and counts once; another one under "
                + "the same `id` is refused with 422, and one that does not fit the bot's state with 409.",
            Body = new RequestBody("RunnerReport", "report"),
            Successes = [new Success(200, "The bot's state, the report counted.", "RunnerState", "state")],
            Refusals =
            [
                new("no_report_id", RunnerAnswer.NoReportId()),
                new("no_sub_type", RunnerAnswer.NoSubType()),
                new("wrong_time", RunnerAnswer.WrongTime(TimeField.WrongFormat)),
                new("id_reused", RunnerAnswer.From(new BotRefusal.ReportIdReused())),
                new("unknown_type", RunnerAnswer.UnknownType("dialled_in")),
                new("unknown_sub_type", RunnerAnswer.From(new BotRefusal.UnknownSubType(BotEventType.RecordingPermissionDenied, null))),
                new("not_allowed", RunnerAnswer.From(new BotRefusal.EventNotAllowed(BotEventType.JoinedMeeting, BotState.Ended))),
                new("too_many_events", RunnerAnswer.From(new BotRefusal.TooManyEvents())),
                new("data_too_long", RunnerAnswer.DataTooLong(RunnerReport.MaxDataLength + 1)),
                .. OfBody,
                .. Always,
            ],
        },
        Batch(
            "utterances",
            "reportUtterances",
            "Report what was said",
            "An utterance that comes again with the same `source_id`, or without "
                + "one with the same speaker and `timestamp_ms`, replaces the earlier one: a caption that grows is one utterance.",
            "Utterances",
            "utterances"
        ),
        Batch(
            "participants",
            "reportParticipants",
            "Report who came, went or spoke",
            "Participants become known by whatever is reported of "
                + "them, named as at first. The bot itself has `is_bot`: it is kept and not listed.",
            "ParticipantEvents",
            "participant_events"
        ),
        Batch(
            "chat_messages",
            "reportChatMessages",
            "Report what was written in the chat",
            "A message that comes again with the same " + "`source_id` was edited: it keeps its id and its place.",
            "ChatMessages",
            "chat_messages"
        ),
        Post("recording", "requestRecordingUpload", "Ask where to upload the recording") with
        {
            Description =
                "An address in Blob storage that takes the file by `PUT`, with these headers, for an hour; then ask again. The report "
                + "`recording_saved` makes the recording known; with `data.start_timestamp_ms` it says when its first second was. The "
                + "request's body is not read.",
            Successes = [new Success(200, "Where to.", "RecordingUpload", "recording_upload")],
            Refusals =
            [
                new("records_nothing", RunnerAnswer.RecordsNothing()),
                new("no_runner", RunnerAnswer.NoRunner(BotState.Ended)),
                .. Always,
            ],
        },
        Post("heartbeat", "recordHeartbeat", "Tell that the runner is alive") with
        {
            Description =
                "Nobody has to send heartbeats. From the first one on, ten minutes of silence in a meeting end the bot. A bot "
                + "that waits for its time or is over has no runner: 409 says its state. The request's body is not read.",
            Successes = [new Success(204, "Noted.")],
            Refusals = [new("no_runner", RunnerAnswer.NoRunner(BotState.Ended)), .. Always],
        },
        new("GET", Bot + "/image", "getBotImage", "Runner", "Get the bot's picture")
        {
            Security = "RunnerToken",
            Parameters = ["id"],
            Successes = [new Success(200, "The picture.") { MediaTypes = ["image/png", "image/jpeg"] }],
            Refusals = [new("no_image", RunnerAnswer.NoImage()), .. Always],
        },
        new("GET", Bot + "/media/{sha256}", "getBotMedia", "Runner", "Get the picture or sound of a command")
        {
            Description = "The `media_url` of a claim, until the bot's data is deleted.",
            Security = "RunnerToken",
            Parameters = ["id", "sha256"],
            Successes = [new Success(200, "The picture or sound.") { MediaTypes = ["image/png", "image/jpeg", "audio/mp3"] }],
            Refusals = [new("no_media", RunnerAnswer.NoMedia()), .. Always],
        },
    ];

    private static Operation Batch(string what, string id, string summary, string description, string schema, string example) =>
        Post(what, id, summary) with
        {
            Description =
                $"Up to {MeetingReport.MaxEvents} at once; how many batches a bot has a minute is limited. A batch that was taken can be "
                + "sent again under its `id` and counts once; "
                + $"another one under the same `id` is refused with 422. {description}",
            Body = new RequestBody(schema, example),
            Successes = [new Success(200, "All of them are taken.", "RunnerState", "state")],
            Refusals =
            [
                new("no_batch_id", MeetingReport.NoBatchId()),
                new("too_many_entries", MeetingReport.TooMany(MeetingReport.MaxEvents + 1)),
                new("too_much", MeetingReport.TooMuch(3_600_000)),
                new("no_participant", MeetingReport.Wrong(400, 0, MeetingReport.NoParticipant)),
                new("id_reused", RunnerAnswer.From(new BatchOutcome.IdReused())),
                new("no_runner", RunnerAnswer.NoRunner(BotState.Ended)),
                new("full", RunnerAnswer.From(new BatchOutcome.StreamIsFull(MeetingStreams.MaxEvents))),
                new("too_many_batches", RunnerAnswer.TooManyBatches(1)),
                new("busy", RunnerAnswer.From(new BatchOutcome.LostEveryRace())),
                .. OfBody.Where(refusal => refusal.Answer.Status != 409),
                .. Always,
            ],
        };

    private static Operation Post(string what, string id, string summary) =>
        new("POST", $"{Bot}/{what}", id, "Runner", summary) { Security = "RunnerToken", Parameters = ["id"] };
}
