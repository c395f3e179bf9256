namespace Usher.Meetings;

/// <summary>Everybody whom a meeting knows, by their uuid.</summary>
internal static class KnownParticipants
{
    /// <summary>As the meeting knows them; one who came while the others were read, as the event has them.</summary>
    public static Participant Of(this IReadOnlyDictionary<string, KnownParticipant> known, MeetingEvent next) =>
        known.TryGetValue(next.Participant.Uuid, out var found) ? found.Participant : next.Participant;
}
