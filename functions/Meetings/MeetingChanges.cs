namespace Usher.Meetings;

/// <summary>Applies a batch to a meeting as a pure function.</summary>
internal static class MeetingChanges
{
    /// <param name="version">The sequence number of the stream's last event.</param>
    /// <param name="known">Known participants by uuid: at least those of the batch.</param>
    /// <param name="count">The number of participants in the stream.</param>
    /// <param name="now">When the batch is accepted.</param>
    /// <param name="commit">The transaction that will write the batch.</param>
    /// <returns>The numbered events, and the participants who are new or whose role has changed.</returns>
    public static (IReadOnlyList<StoredMeetingEvent> Events, IReadOnlyList<KnownParticipant> Participants) Of(
        MeetingBatch batch,
        int version,
        IReadOnlyDictionary<string, KnownParticipant> known,
        int count,
        DateTimeOffset now,
        string commit
    )
    {
        Dictionary<string, KnownParticipant> changed = new(StringComparer.Ordinal);
        foreach (var next in batch.Events.Select(next => next.Participant))
        {
            if (!changed.TryGetValue(next.Uuid, out var before) && !known.TryGetValue(next.Uuid, out before))
            {
                count++;
                changed[next.Uuid] = new KnownParticipant(count, next);
            }
            else if (before.Participant.IsHost != next.IsHost)
            {
                changed[next.Uuid] = before with { Participant = before.Participant with { IsHost = next.IsHost } };
            }
        }

        return (
            [.. batch.Events.Select((next, index) => new StoredMeetingEvent(version + index + 1, now, commit, next))],
            [.. changed.Values]
        );
    }
}
