using Usher.Bots;
using Usher.Meetings;

namespace Usher.Storage;

/// <summary>Reads meetings for clients. It shows nothing once a bot's data is deleted, even while rows are still being removed.</summary>
internal sealed class MeetingReader(MeetingStore meetings)
{
    /// <summary>The meeting's known participants by uuid.</summary>
    public async Task<IReadOnlyDictionary<string, KnownParticipant>> ParticipantsAsync(Bot bot, CancellationToken cancellationToken) =>
        IsGone(bot) ? new Dictionary<string, KnownParticipant>() : await meetings.ParticipantsAsync(bot.Project, bot.Id, cancellationToken);

    /// <summary>Events of one kind from <paramref name="from"/> to <paramref name="to"/>, inclusive, in order.</summary>
    public IAsyncEnumerable<StoredMeetingEvent> EventsAsync(
        Bot bot,
        MeetingKind kind,
        int from,
        int to,
        CancellationToken cancellationToken
    ) =>
        IsGone(bot)
            ? AsyncEnumerable.Empty<StoredMeetingEvent>()
            : meetings.EventsAsync(bot.Project, bot.Id, kind, from, to, cancellationToken);

    /// <summary>All events of one kind, in order.</summary>
    public async Task<IReadOnlyList<StoredMeetingEvent>> AllEventsAsync(Bot bot, MeetingKind kind, CancellationToken cancellationToken) =>
        IsGone(bot) ? [] : await meetings.AllEventsAsync(bot.Project, bot.Id, kind, cancellationToken).ToListAsync(cancellationToken);

    private static bool IsGone(Bot bot) => bot.State == BotState.DataDeleted;
}
