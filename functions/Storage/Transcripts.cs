using Usher.Bots;
using Usher.Meetings;

namespace Usher.Storage;

/// <summary>Reads what was said in meetings, with the latest corrections.</summary>
internal sealed class Transcripts(MeetingReader meetings)
{
    /// <param name="bot">The bot.</param>
    /// <param name="updatedAfter">Only utterances added or corrected after this time; null for all.</param>
    /// <param name="cancellationToken">Cancels the requests.</param>
    /// <returns>In the order of speaking, without empty utterances, and with speakers as the meeting knows them.</returns>
    public async Task<IReadOnlyList<MeetingEvent.Utterance>> OfAsync(
        Bot bot,
        DateTimeOffset? updatedAfter,
        CancellationToken cancellationToken
    )
    {
        var participants = meetings.ParticipantsAsync(bot, cancellationToken);
        var events = await meetings.AllEventsAsync(bot, MeetingKind.Utterance, cancellationToken);
        var speakers = await participants;
        return
        [
            .. CurrentEvents
                .Of(events)
                .Where(current => updatedAfter is null || current.Latest.At > updatedAfter)
                .Select(current => (MeetingEvent.Utterance)current.Latest.Event)
                .Where(utterance => MeetingItems.TextOf(utterance).Length > 0)
                .Select(utterance => utterance with { Participant = speakers.Of(utterance) })
                .OrderBy(utterance => utterance.TimestampMs),
        ];
    }
}
