using Usher.Bots;
using Usher.Meetings;

namespace Usher.Storage;

/// <summary>What was said in meetings, as it was corrected last.</summary>
internal sealed class Transcripts(MeetingReader meetings)
{
    /// <param name="bot">The bot.</param>
    /// <param name="updatedAfter">Only what came or was corrected after that; null: everything.</param>
    /// <param name="cancellationToken">Ends the requests.</param>
    /// <returns>In the order in which things were said, what nobody understood left out, with speakers as the meeting knows them.</returns>
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
