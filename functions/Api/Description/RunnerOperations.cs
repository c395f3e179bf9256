using Usher.Api.Runner;
using Usher.Api.Validation;
using Usher.Bots;
using Usher.Commanding;
using Usher.Meetings;
using Usher.Wire;

namespace Usher.Api.Description;

/// <summary>The runner API.</summary>
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
        new("no_json", RunnerAnswer.Body(new JsonBody.Malformed("line 1, byte 2 is not valid JSON."))),
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
                "Returns 200 to only one runner, which then carries out the command. The response has what the command does "
                + "not: the bot's settings and metadata, the URL of its image, and the parameters of a meeting command. A claim "
                + "with its own `id` can be sent again: once granted, it is granted again. Send the command's `traceparent` as a "
                + "header, here and with reports, to make the runner's work part of the bot's trace (W3C Trace Context).",
            Body = new RequestBody("RunnerClaim", "claim"),
            Successes = [new Success(200, "Carry out the command.", "RunnerClaimed", "claimed")],
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
                "Reports what the runner observed. An accepted report can be sent again and counts once. A different report "
                + "with the same `id` is refused with 422, and a report that does not fit the bot's state with 409.",
            Body = new RequestBody("RunnerReport", "report"),
            Successes = [new Success(200, "The bot's state after the report.", "RunnerState", "state")],
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
            "Report utterances",
            "An utterance with the `source_id` of an earlier one, or without `source_id` with the same speaker and "
                + "`timestamp_ms`, replaces it: a caption that grows is one utterance.",
            "Utterances",
            "utterances"
        ),
        Batch(
            "participants",
            "reportParticipants",
            "Report participant events",
            "Any report of a participant adds the participant; the first name reported is kept. The bot itself has "
                + "`is_bot`: it is stored but not listed.",
            "ParticipantEvents",
            "participant_events"
        ),
        Batch(
            "chat_messages",
            "reportChatMessages",
            "Report chat messages",
            "A message with the `source_id` of an earlier one is an edit: it keeps its ID and position.",
            "ChatMessages",
            "chat_messages"
        ),
        Post("recording", "requestRecordingUpload", "Request an upload URL for the recording") with
        {
            Description =
                "Returns a URL in Blob storage that accepts the file by `PUT`, with the returned headers, for one hour; then "
                + "request a new one. The report `recording_saved` publishes the recording, and its `data.start_timestamp_ms` "
                + "sets when the recording starts. The request body is ignored.",
            Successes = [new Success(200, "The upload URL.", "RecordingUpload", "recording_upload")],
            Refusals =
            [
                new("records_nothing", RunnerAnswer.RecordsNothing()),
                new("no_runner", RunnerAnswer.NoRunner(BotState.Ended)),
                .. Always,
            ],
        },
        Post("heartbeat", "recordHeartbeat", "Send a heartbeat") with
        {
            Description =
                "Heartbeats are optional. After the first one, ten minutes of silence during a meeting end the bot. A bot that "
                + "is scheduled or has finished has no runner: the response is 409 with its state. The request body is ignored.",
            Successes = [new Success(204, "Noted.")],
            Refusals = [new("no_runner", RunnerAnswer.NoRunner(BotState.Ended)), .. Always],
        },
        new("GET", Bot + "/image", "getBotImage", "Runner", "Get the bot's image")
        {
            Security = "RunnerToken",
            Parameters = ["id"],
            Successes = [new Success(200, "The image.") { MediaTypes = ["image/png", "image/jpeg"] }],
            Refusals = [new("no_image", RunnerAnswer.NoImage()), .. Always],
        },
        new("GET", Bot + "/media/{sha256}", "getBotMedia", "Runner", "Get the image or audio of a command")
        {
            Description = "The `media_url` from a claim, available until the bot's data is deleted.",
            Security = "RunnerToken",
            Parameters = ["id", "sha256"],
            Successes = [new Success(200, "The image or audio.") { MediaTypes = ["image/png", "image/jpeg", "audio/mp3"] }],
            Refusals = [new("no_media", RunnerAnswer.NoMedia()), .. Always],
        },
    ];

    private static Operation Batch(string what, string id, string summary, string description, string schema, string example) =>
        Post(what, id, summary) with
        {
            Description =
                $"Up to {MeetingReport.MaxEvents} entries per batch; the number of batches per bot and minute is limited. An "
                + "accepted batch can be sent again with its `id` and counts once. A different batch with the same `id` is "
                + $"refused with 422. {description}",
            Body = new RequestBody(schema, example),
            Successes = [new Success(200, "The batch is accepted.", "RunnerState", "state")],
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
