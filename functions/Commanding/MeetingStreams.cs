using System.Security.Cryptography;
using Usher.Bots;
using Usher.Meetings;
using Usher.Storage;
using Usher.Telemetry;

namespace Usher.Commanding;

/// <summary>The write path of meeting streams: read, check, announce, append, and start over after a lost race.</summary>
internal sealed class MeetingStreams(BotStore bots, MeetingStore meetings, BotQueues queues, TimeProvider clock)
{
    /// <summary>Per meeting: enough for several days of talk.</summary>
    public const int MaxEvents = 200_000;

    private const int MaxRaces = 8;
    private static readonly TimeSpan AfterLostRace = TimeSpan.FromMilliseconds(20);

    public async Task<BatchOutcome> AppendAsync(string project, BotId id, MeetingBatch batch, CancellationToken cancellationToken)
    {
        Tracing.Concerns(project, id);
        for (var race = 0; race < MaxRaces; race++)
        {
            if (race > 1)
            {
                await Task.Delay(AfterLostRace * race * (0.5 + Random.Shared.NextDouble()), clock, cancellationToken);
            }

            var (bot, meeting, known) = await ReadAsync(project, id, batch, cancellationToken);
            if (bot is null or { State: BotState.Deleted })
            {
                return new BatchOutcome.BotNotFound();
            }

            var refusal =
                !bot.State.HasRunner || meeting.IsErased ? new BatchOutcome.NoRunner(bot.State)
                : meeting.Version + batch.Events.Count > MaxEvents ? new BatchOutcome.StreamIsFull(MaxEvents)
                : (BatchOutcome?)null;
            if ((refusal is not null || race > 0) && await RepeatedAsync(project, bot, batch, cancellationToken) is { } repeated)
            {
                return repeated;
            }

            if (refusal is not null)
            {
                return refusal;
            }

            var (now, commit) = (clock.GetUtcNow(), RandomNumberGenerator.GetHexString(16, lowercase: true));
            var (events, participants) = MeetingChanges.Of(batch, meeting.Version, known, meeting.Participants, now, commit);
            var append = new MeetingAppend(project, id, meeting, events, participants, batch.Id, batch.Digest, commit);
            var announcement = new MeetingAnnouncement(
                project,
                id.ToString(),
                WireName.Of(append.Kind),
                append.From,
                append.To,
                commit,
                now,
                HasWebhooks: bot.Settings.HasWebhooks
            );
            await queues.Meetings.SendAsync(announcement.ToJson(), delay: null, cancellationToken);
            if (await meetings.TryAppendAsync(append, cancellationToken))
            {
                return new BatchOutcome.Taken(bot.State);
            }
        }

        return new BatchOutcome.LostEveryRace();
    }

    private async Task<(Bot? Bot, StoredMeeting Meeting, IReadOnlyDictionary<string, KnownParticipant> Known)> ReadAsync(
        string project,
        BotId id,
        MeetingBatch batch,
        CancellationToken cancellationToken
    )
    {
        var bot = bots.ReadAsync(project, id, cancellationToken);
        var meeting = await meetings.ReadAsync(project, id, cancellationToken);

        // Read participants after the stream's row: any later change to a participant also changes the row's ETag.
        var participants = await Task.WhenAll(
            batch
                .Events.Select(next => next.Participant.Uuid)
                .Distinct(StringComparer.Ordinal)
                .Select(uuid => meetings.FindParticipantAsync(project, id, uuid, cancellationToken))
        );
        var known = participants.OfType<KnownParticipant>().ToDictionary(found => found.Participant.Uuid, StringComparer.Ordinal);
        return ((await bot)?.Bot, meeting, known);
    }

    private async Task<BatchOutcome?> RepeatedAsync(string project, Bot bot, MeetingBatch batch, CancellationToken cancellationToken) =>
        await meetings.BatchAsync(project, bot.Id, batch.Id, cancellationToken) switch
        {
            null => null,
            var digest when digest == batch.Digest => new BatchOutcome.Taken(bot.State),
            _ => new BatchOutcome.IdReused(),
        };
}
