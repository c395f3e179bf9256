using Usher.Bots;
using Usher.Meetings;

namespace Usher.Storage;

/// <summary>Events of one kind to append to a meeting stream in one transaction.</summary>
/// <param name="BatchId">The runner's: a batch is taken once.</param>
/// <param name="Digest">Of what the batch says: a repetition says the same.</param>
/// <param name="Participants">Those who are new, or whose role has changed.</param>
internal sealed record MeetingAppend(
    string Project,
    BotId Bot,
    StoredMeeting Before,
    IReadOnlyList<StoredMeetingEvent> Events,
    IReadOnlyList<KnownParticipant> Participants,
    string BatchId,
    string Digest,
    string Commit
)
{
    public MeetingKind Kind => Events[0].Event.Kind;

    public int From => Events[0].Sequence;

    public int To => Events[^1].Sequence;
}
