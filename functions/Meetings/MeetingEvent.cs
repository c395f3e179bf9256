using Usher.Bots;
using Usher.Bots.Webhooks;

namespace Usher.Meetings;

/// <summary>An immutable fact in a meeting stream: what the runner heard or saw.</summary>
/// <param name="Participant">The participant it concerns.</param>
/// <param name="TimestampMs">When it happened or started, in milliseconds since 1970.</param>
internal abstract record MeetingEvent(Participant Participant, long TimestampMs)
{
    public abstract MeetingKind Kind { get; }

    /// <summary>The event's name in webhooks and in the feed, one of <see cref="MeetingTriggers"/>.</summary>
    public abstract string Trigger { get; }

    /// <summary>
    /// Identifies what the event describes: a later event with the same source replaces an earlier one. Null if it replaces nothing.
    /// </summary>
    public virtual string? Source => null;

    /// <summary>A participant said something.</summary>
    /// <param name="SourceId">
    /// The runner's id for the utterance. If null, the speaker and the start identify it, because a growing caption keeps both.
    /// </param>
    /// <param name="Transcription">
    /// <c>{"transcript": …}</c> with anything else from the transcriber, such as words; null if not transcribed.
    /// </param>
    internal sealed record Utterance(
        Participant Participant,
        long TimestampMs,
        long DurationMs,
        JsonText? Transcription,
        string? SourceId = null
    ) : MeetingEvent(Participant, TimestampMs)
    {
        public override MeetingKind Kind => MeetingKind.Utterance;

        public override string Trigger => MeetingTriggers.TranscriptUpdate;

        public override string? Source =>
            SourceId is null ? FormattableString.Invariant($"{TimestampMs}|{Participant.Uuid}") : $"#{SourceId}";
    }

    /// <summary>A participant joined, left, or started or stopped speaking.</summary>
    internal sealed record Presence(Participant Participant, long TimestampMs, ParticipantEventType Type, JsonText Data)
        : MeetingEvent(Participant, TimestampMs)
    {
        public override MeetingKind Kind => MeetingKind.Participant;

        public override string Trigger =>
            Type is ParticipantEventType.Join or ParticipantEventType.Leave ? MeetingTriggers.JoinLeave : MeetingTriggers.SpeechStartStop;
    }

    /// <summary>A participant wrote in the chat.</summary>
    /// <param name="SourceId">The platform's id of the message, which edits keep; null if it can never be edited.</param>
    internal sealed record ChatMessage(
        Participant Participant,
        long TimestampMs,
        string Text,
        ChatRecipient To,
        JsonText AdditionalData,
        string? SourceId = null
    ) : MeetingEvent(Participant, TimestampMs)
    {
        public override MeetingKind Kind => MeetingKind.Chat;

        public override string Trigger => MeetingTriggers.ChatMessagesUpdate;

        public override string? Source => SourceId;
    }
}
