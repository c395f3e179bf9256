using Usher.Api.Attendee;
using Usher.Wire;

namespace Usher.Api.Description;

/// <summary>What came of a meeting: the peer's operations on a bot's transcript, recording, participants and chat.</summary>
internal static class AttendeeRecordOperations
{
    private const string Bot = "/api/v1/bots/{id}";

    private static readonly Refusal InvalidCursor = new("invalid_cursor", AttendeeAnswer.InvalidCursor());
    private static readonly Refusal NoAsyncTranscription = new(
        "async_transcription_not_found",
        AttendeeAnswer.AsyncTranscriptionNotFound()
    );
    private static readonly Refusal InvalidUpdatedAfter = new("invalid_updated_after", AttendeeAnswer.InvalidTime("updated_after"));

    /// <param name="notFound">Of an operation on one bot.</param>
    /// <param name="always">Of every operation of the dialect.</param>
    public static IEnumerable<Operation> All(Refusal notFound, IReadOnlyList<Refusal> always) =>
        [
            Get("/transcript", "getTranscript", "Get what was said") with
            {
                Description =
                    "One list, in the order in which things were said, corrected as the runner has corrected them. In a meeting it grows: "
                    + "`updated_after` gives what is new or has changed. After `split_on_turns=true` an utterance ends where somebody "
                    + "else begins "
                    + "in its pauses, provided that the runner reports words with times.",
                Parameters = ["id", "updated_after", "split_on_turns", "async_transcription_id"],
                Successes = [new Success(200, "What was said.", "Transcript", "transcript") { Headers = [IgnoredFields.Header] }],
                Refusals = [NoAsyncTranscription, InvalidUpdatedAfter, notFound, .. always],
            },
            Of("POST", "/transcript", "createTranscription", "Have the meeting transcribed again") with
            {
                Description = "The peer's accounts can be allowed to. Here the runner transcribes, so it is refused.",
                Refusals = [new("not_enabled", AttendeeAnswer.AsyncTranscriptionNotEnabled()), notFound, .. always],
            },
            Of("DELETE", "/transcript", "deleteTranscript", "Delete what was said") with
            {
                Description = "Participants, chat and recording stay.",
                Parameters = ["id", "async_transcription_id"],
                Successes = [new Success(200, "It is gone. There is no body.")],
                Refusals = [NoAsyncTranscription, notFound, .. always],
            },
            Get("/recording", "getRecording", "Get where the recording is") with
            {
                Description = "Another address each time, each good for half an hour.",
                Successes = [new Success(200, "The address.", "Recording", "recording")],
                Refusals = [new("no_file", AttendeeAnswer.NoRecordingFile()), notFound, .. always],
            },
            Get("/participants", "listParticipants", "List who was in the meeting") with
            {
                Description = "25 a page, in the order in which they came, the bot left out. They are named as at first.",
                Parameters = ["id", "is_host", "participant_id", "cursor"],
                Successes = [new Success(200, "One page.", "ParticipantPage", "participants_page") { Headers = [IgnoredFields.Header] }],
                Refusals = [new("invalid_is_host", AttendeeAnswer.InvalidIsHost()), InvalidCursor, notFound, .. always],
            },
            Get("/participant_events", "listParticipantEvents", "List who came, went and spoke") with
            {
                Description = "25 a page, oldest first, those of the bot left out.",
                Parameters = ["id", "after_time", "before_time", "cursor"],
                Successes =
                [
                    new Success(200, "One page.", "ParticipantEventPage", "participant_events_page") { Headers = [IgnoredFields.Header] },
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
            Get("/chat_messages", "listChatMessages", "List what was written in the chat") with
            {
                Description =
                    "25 a page, oldest first, as they were edited last. `updated_after` compares with the time at which a message came "
                    + "first, as the peer does.",
                Parameters = ["id", "updated_after", "cursor"],
                Successes = [new Success(200, "One page.", "ChatMessagePage", "chat_messages_page") { Headers = [IgnoredFields.Header] }],
                Refusals = [InvalidUpdatedAfter, InvalidCursor, notFound, .. always],
            },
        ];

    private static Operation Get(string path, string id, string summary) => Of("GET", path, id, summary);

    private static Operation Of(string method, string path, string id, string summary) =>
        new(method, Bot + path, id, "Meetings", summary) { Security = "ApiKey", Parameters = ["id"] };
}
