using Usher.Bots;
using Usher.Bots.Webhooks;

namespace Usher.Meetings;

/// <summary>One immutable fact of a meeting stream: what the runner heard and saw.</summary>
/// <param name="Participant">Whose it is.</param>
/// <param name="TimestampMs">When it happened, or began, in milliseconds since 1970.</param>
internal abstract record MeetingEvent(Participant Participant, long TimestampMs)
{
    public abstract MeetingKind Kind { get; }

    /// <summary>What webhooks and the feed call it, one of <see cref="MeetingTriggers"/>.</summary>
    public abstract string Trigger { get; }

    /// <summary>
    /// Names what the event tells of: a later event with the same source replaces an earlier one. Null: it stands for itself.
    /// </summary>
    public virtual string? Source => null;

    /// <summary>Somebody said something.</summary>
    /// <param name="SourceId">The runner's own id of it; null: speaker and beginning identify it, as a caption that grows keeps
    /// both.</param>
    /// <param name="Transcription"><c>{"transcript": …}</c> with what else the transcriber says, such as words; null: not
    /// transcribed.</param>
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

    /// <summary>Somebody came, went, began or stopped to speak.</summary>
    internal sealed record Presence(Participant Participant, long TimestampMs, ParticipantEventType Type, JsonText Data)
        : MeetingEvent(Participant, TimestampMs)
    {
        public override MeetingKind Kind => MeetingKind.Participant;

        public override string Trigger =>
            Type is ParticipantEventType.Join or ParticipantEventType.Leave ? MeetingTriggers.JoinLeave : MeetingTriggers.SpeechStartStop;
    }

    /// <summary>Somebody wrote in the chat.</summary>
    /// <param name="SourceId">The platform's id of the message, which an edit keeps; null: it is never edited.</param>
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
