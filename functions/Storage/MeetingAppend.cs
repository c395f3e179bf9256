using Usher.Bots;
using Usher.Meetings;

namespace Usher.Storage;

/// <summary>Events of one kind to append to a meeting stream in one transaction.</summary>
/// <param name="BatchId">The runner's id for the batch, which is accepted once.</param>
/// <param name="Digest">A digest of the batch: a repetition must have the same.</param>
/// <param name="Participants">The participants who are new or whose role has changed.</param>
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
