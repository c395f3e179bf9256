using System.Text.Json;
using System.Text.Json.Nodes;
using Usher.Api.Attendee;
using Usher.Bots;
using Usher.Wire;

namespace Usher.Api.Description;

/// <summary>Attendee's operations that command a bot's runner during the meeting.</summary>
internal static class AttendeeMeetingOperations
{
    private const string Bot = "/api/v1/bots/{id}";
    private const string Tag = "Meetings";

    private static readonly Success Accepted = new(200, "The command is sent to the bot's runner. The response has no body.")
    {
        Headers = ["ETag", IgnoredFields.Header],
    };

    private static readonly Refusal[] OfCommand =
    [
        new("too_many_open_commands", AttendeeAnswer.From(new BotRefusal.TooManyOpenCommands())),
        new("too_many_events", AttendeeAnswer.From(new BotRefusal.TooManyEvents())),
    ];

    /// <param name="common">Refusals of every operation that changes a bot and can be retried.</param>
    /// <param name="ofBody">Refusals of every operation with a body.</param>
    public static IEnumerable<Operation> All(IReadOnlyList<Refusal> common, IReadOnlyList<Refusal> ofBody)
    {
        return
        [
            Switch(MeetingCommandType.PauseRecording, "pause", BotState.JoinedRecordingPaused),
            Switch(MeetingCommandType.ResumeRecording, "resume", BotState.JoinedRecording),
            Of(
                "POST",
                "send_chat_message",
                MeetingCommandType.SendChatMessage,
                "Send a chat message",
                new RequestBody("ChatMessage", "chat_message")
            ) with
            {
                Description = "To everyone, to everyone except the host, or to one participant that the bot has seen.",
                Refusals =
                [
                    .. Refusals(MeetingCommandType.SendChatMessage),
                    Invalid("""{"to_user_uuid": ["This field is required when the 'to' value is 'specific_user'."]}"""),
                    new("unknown_participant", AttendeeAnswer.Error(400, ChatMessageField.UnknownRecipient("16778240"))),
                    .. ofBody,
                    .. common,
                ],
            },
            Of("POST", "output_image", MeetingCommandType.OutputImage, "Show an image", new RequestBody("OutputImage", "output_image")) with
            {
                Description =
                    "The image becomes the bot's camera until another one replaces it. Refused while the bot plays a video. A request is "
                    + "at most 10 MiB, so the image can be about 7 MiB.",
                Refusals =
                [
                    .. Refusals(MeetingCommandType.OutputImage),
                    Playing(MeetingCommandType.OutputImage),
                    Invalid("""{"non_field_errors": ["Data is not a valid png image."]}"""),
                    .. ofBody,
                    .. common,
                ],
            },
            Of("POST", "output_audio", MeetingCommandType.OutputAudio, "Play audio", new RequestBody("OutputAudio", "output_audio")) with
            {
                Description =
                    "Audio is played one file at a time, in the order of the requests. A request is at most 10 MiB, so the audio "
                    + "can be about 7 MiB.",
                Refusals =
                [
                    .. Refusals(MeetingCommandType.OutputAudio),
                    new("other_type", AttendeeAnswer.Error(400, "Invalid audio content type")),
                    new("not_mp3", OutputAudio.NotMp3()),
                    .. ofBody,
                    .. common,
                ],
            },
            Of("POST", "output_video", MeetingCommandType.OutputVideo, "Play a video", new RequestBody("OutputVideo", "output_video")) with
            {
                Description =
                    "The URL must use HTTPS. Refused while the bot plays audio or another video. In Zoom, this requires a runner that "
                    + "supports it; the installation declares that with `ENABLE_ZOOM_VIDEO_OUTPUT`.",
                Refusals =
                [
                    .. Refusals(MeetingCommandType.OutputVideo),
                    Playing(MeetingCommandType.OutputVideo),
                    Invalid("""{"url": ["URL must end with .mp4"]}"""),
                    .. ofBody,
                    .. common,
                ],
            },
            Of("POST", "speech", MeetingCommandType.Speech, "Speak text", new RequestBody("Speech", "speech")) with
            {
                Description = "The bot's runner converts the text to speech and plays it like an audio file.",
                Refusals =
                [
                    .. Refusals(MeetingCommandType.Speech),
                    Invalid("""{"text_to_speech_settings": ["'google' is a required property"]}"""),
                    .. ofBody,
                    .. common,
                ],
            },
            Of(
                "POST",
                "admit_from_waiting_room",
                MeetingCommandType.AdmitFromWaitingRoom,
                "Admit everyone from the waiting room",
                null
            ) with
            {
                Description = "For bots that host a Zoom meeting. The request body is ignored.",
                Refusals = [.. Refusals(MeetingCommandType.AdmitFromWaitingRoom), .. common],
            },
            Of(
                "POST",
                "change_gallery_view_page",
                MeetingCommandType.ChangeGalleryViewPage,
                "Change the gallery view page",
                new RequestBody("GalleryViewPage", "gallery_view_page") { IsOptional = true }
            ) with
            {
                Description = "For bots that record a Zoom meeting in gallery view with the web client.",
                Refusals = [.. Refusals(MeetingCommandType.ChangeGalleryViewPage), .. ofBody, .. common],
            },
            Of(
                "PATCH",
                "transcription_settings",
                MeetingCommandType.UpdateTranscriptionSettings,
                "Change the caption language",
                new RequestBody("CaptionLanguage", "caption_language")
            ) with
            {
                Description =
                    "For bots whose meeting is transcribed from its closed captions, in Teams (where it applies to everyone) or "
                    + "Google Meet.",
                Refusals =
                [
                    .. Refusals(MeetingCommandType.UpdateTranscriptionSettings),
                    Invalid("""{"transcription_settings": ["At least one transcription setting must be provided"]}"""),
                    .. ofBody,
                    .. common,
                ],
            },
            Of(
                "PATCH",
                "voice_agent_settings",
                MeetingCommandType.UpdateVoiceAgentSettings,
                "Change the voice agent page",
                new RequestBody("VoiceAgentPage", "voice_agent_page") { IsOptional = true }
            ) with
            {
                Description =
                    "Loads or replaces the page; an empty URL removes it. Only for bots created with "
                    + "`voice_agent_settings.reserve_resources`.",
                Refusals =
                [
                    .. Refusals(MeetingCommandType.UpdateVoiceAgentSettings),
                    Invalid("""{"url": ["URL must start with https://"]}"""),
                    .. ofBody,
                    .. common,
                ],
            },
        ];

        Operation Switch(MeetingCommandType type, string verb, BotState wanted) =>
            Of("POST", $"{verb}_recording", type, $"{char.ToUpperInvariant(verb[0])}{verb[1..]} the recording", null) with
            {
                Description =
                    $"Waits up to one second for the bot to be {wanted.Name}. After an error response, the runner may still carry "
                    + "out the command: check the bot's state. The request body is ignored.",
                Successes = [new Success(200, $"The bot, now {wanted.Name}.", "Bot", "leaving") { Headers = ["ETag"] }],
                Refusals =
                [
                    .. Refusals(type),
                    new("no_word_of_the_runner", AttendeeAnswer.Error(400, $"Unable to {verb} recording")),
                    .. common,
                ],
            };
    }

    private static Operation Of(string method, string what, MeetingCommandType type, string summary, RequestBody? body) =>
        new(method, $"{Bot}/{what}", JsonNamingPolicy.CamelCase.ConvertName(type.ToString()), Tag, summary)
        {
            Security = "ApiKey",
            Parameters = ["id", "If-Match", "If-None-Match", "Idempotency-Key"],
            IsRepeatable = true,
            Body = body,
            Successes = [Accepted],
        };

    private static IEnumerable<Refusal> Refusals(MeetingCommandType type) =>
        [
            new("not_in_a_meeting", AttendeeAnswer.From(new BotRefusal.MeetingCommandNotAllowed(type, BotState.Ended))),
            new("not_supported", AttendeeAnswer.From(new BotRefusal.MeetingCommandNotSupported(type))),
            .. OfCommand,
        ];

    private static Refusal Playing(MeetingCommandType type) =>
        new("media_is_playing", AttendeeAnswer.From(new BotRefusal.MediaIsPlaying(type)));

    private static Refusal Invalid(string errors) => new("invalid_fields", AttendeeAnswer.Invalid(JsonNode.Parse(errors)!.AsObject()));
}
