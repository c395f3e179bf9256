using Usher.Api.Attendee;
using Usher.Wire;

namespace Usher.Api.Description;

/// <summary>Attendee's operations on what a meeting produced: transcript, recording, participants and chat.</summary>
internal static class AttendeeRecordOperations
{
    private const string Bot = "/api/v1/bots/{id}";

    private static readonly Refusal InvalidCursor = new("invalid_cursor", AttendeeAnswer.InvalidCursor());
    private static readonly Refusal NoAsyncTranscription = new(
        "async_transcription_not_found",
        AttendeeAnswer.AsyncTranscriptionNotFound()
    );
    private static readonly Refusal InvalidUpdatedAfter = new("invalid_updated_after", AttendeeAnswer.InvalidTime("updated_after"));

    /// <param name="notFound">Refusal of every operation on one bot.</param>
    /// <param name="always">Refusals of every Attendee operation.</param>
    public static IEnumerable<Operation> All(Refusal notFound, IReadOnlyList<Refusal> always) =>
        [
            Get("/transcript", "getTranscript", "Get the transcript") with
            {
                Description =
                    "All utterances in the order in which they were spoken, including corrections. The list grows during the "
                    + "meeting; use `updated_after` to get new and changed utterances. With `split_on_turns=true`, an utterance is "
                    + "split where another participant starts speaking during a pause; this requires a runner that reports words with "
                    + "times.",
                Parameters = ["id", "updated_after", "split_on_turns", "async_transcription_id"],
                Successes = [new Success(200, "The transcript.", "Transcript", "transcript") { Headers = [IgnoredFields.Header] }],
                Refusals = [NoAsyncTranscription, InvalidUpdatedAfter, notFound, .. always],
            },
            Of("POST", "/transcript", "createTranscription", "Transcribe the meeting again") with
            {
                Description = "Not supported here, as the runner transcribes: always refused. Attendee allows it for some accounts.",
                Refusals = [new("not_enabled", AttendeeAnswer.AsyncTranscriptionNotEnabled()), notFound, .. always],
            },
            Of("DELETE", "/transcript", "deleteTranscript", "Delete the transcript") with
            {
                Description = "Participants, chat messages and the recording are kept.",
                Parameters = ["id", "async_transcription_id"],
                Successes = [new Success(200, "The transcript is deleted. The response has no body.")],
                Refusals = [NoAsyncTranscription, notFound, .. always],
            },
            Get("/recording", "getRecording", "Get the recording's URL") with
            {
                Description = "Every request returns a new URL, valid for half an hour.",
                Successes = [new Success(200, "The URL.", "Recording", "recording")],
                Refusals = [new("no_file", AttendeeAnswer.NoRecordingFile()), notFound, .. always],
            },
            Get("/participants", "listParticipants", "List the participants") with
            {
                Description =
                    "25 per page, in the order in which they joined, without the bot. A participant's name is the first one reported.",
                Parameters = ["id", "is_host", "participant_id", "cursor"],
                Successes =
                [
                    new Success(200, "A page of participants.", "ParticipantPage", "participants_page")
                    {
                        Headers = [IgnoredFields.Header],
                    },
                ],
                Refusals = [new("invalid_is_host", AttendeeAnswer.InvalidIsHost()), InvalidCursor, notFound, .. always],
            },
            Get("/participant_events", "listParticipantEvents", "List participant events") with
            {
                Description = "25 per page, oldest first, without the bot's own.",
                Parameters = ["id", "after_time", "before_time", "cursor"],
                Successes =
                [
                    new Success(200, "A page of events.", "ParticipantEventPage", "participant_events_page")
                    {
                        Headers = [IgnoredFields.Header],
                    },
                ],
                Refusals =
                [
                    new("invalid_after", AttendeeAnswer.InvalidTime("after")),
                    new("invalid_before", AttendeeAnswer.InvalidTime("before")),
                    InvalidCursor,
                    notFound,
                    .. always,
                ],
            },
            Get("/chat_messages", "listChatMessages", "List the chat messages") with
            {
                Description =
                    "25 per page, oldest first, with their latest text. `updated_after` compares with the time at which a message "
                    + "first arrived, as in Attendee.",
                Parameters = ["id", "updated_after", "cursor"],
                Successes =
                [
                    new Success(200, "A page of messages.", "ChatMessagePage", "chat_messages_page") { Headers = [IgnoredFields.Header] },
                ],
                Refusals = [InvalidUpdatedAfter, InvalidCursor, notFound, .. always],
            },
        ];

    private static Operation Get(string path, string id, string summary) => Of("GET", path, id, summary);

    private static Operation Of(string method, string path, string id, string summary) =>
        new(method, Bot + path, id, "Meetings", summary) { Security = "ApiKey", Parameters = ["id"] };
}
