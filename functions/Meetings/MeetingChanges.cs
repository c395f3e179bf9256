namespace Usher.Meetings;

/// <summary>What a batch makes of a meeting: a pure function of both.</summary>
internal static class MeetingChanges
{
    /// <param name="version">The sequence number of the stream's last event.</param>
    /// <param name="known">Participants whom the stream knows, by uuid: at least those of the batch.</param>
    /// <param name="count">How many participants the stream knows.</param>
    /// <param name="now">When the batch is taken.</param>
    /// <param name="commit">The transaction that is to write it.</param>
    /// <returns>The events in their places, and the participants who are new or have another role now.</returns>
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
