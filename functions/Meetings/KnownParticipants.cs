namespace Usher.Meetings;

/// <summary>The known participants of a meeting by uuid.</summary>
internal static class KnownParticipants
{
    /// <summary>The participant as known; as in the event for a participant who joined while the others were being read.</summary>
    public static Participant Of(this IReadOnlyDictionary<string, KnownParticipant> known, MeetingEvent next) =>
        known.TryGetValue(next.Participant.Uuid, out var found) ? found.Participant : next.Participant;
}
