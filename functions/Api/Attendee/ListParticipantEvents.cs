using Usher.Commanding;
using Usher.Meetings;
using Usher.Runner;
using Usher.Storage;
using Usher.Wire;

namespace Usher.Api.Attendee;

/// <summary>
/// <c>GET /api/v1/bots/{id}/participant_events</c>: participants join, leave, and start or stop speaking, except the bot. 25 per page,
/// oldest first.
/// </summary>
internal sealed class ListParticipantEvents(BotStreams streams, MeetingReader meetings, PublicUrl publicUrl)
{
    [Function(nameof(ListParticipantEvents))]
    public async Task<HttpResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "api/v1/bots/{id}/participant_events")] HttpRequest request,
        string id,
        Caller caller,
        CancellationToken cancellationToken
    ) => IgnoredFields.Tell(await ListAsync(request, id, caller, cancellationToken), request, "after", "before", "cursor");

    private async Task<HttpResult> ListAsync(HttpRequest request, string id, Caller caller, CancellationToken cancellationToken)
    {
        if (await streams.FindAsync(caller.Project, id, cancellationToken) is not { Id: var bot } found)
        {
            return AttendeeAnswer.BotNotFound();
        }

        if (!MeetingQuery.TryTime(request, "after", out var after))
        {
            return AttendeeAnswer.InvalidTime("after");
        }

        if (!MeetingQuery.TryTime(request, "before", out var before))
        {
            return AttendeeAnswer.InvalidTime("before");
        }

        var participants = await meetings.ParticipantsAsync(found, cancellationToken);
        return await MeetingPage.AnswerAsync(
            request,
            publicUrl,
            (from, to) =>
                meetings
                    .EventsAsync(found, MeetingKind.Participant, from, to, cancellationToken)
                    .Where(stored => (after is null || stored.At > after) && (before is null || stored.At < before))
                    .Select(stored => (stored.Sequence, Event: (MeetingEvent.Presence)stored.Event, Who: participants.Of(stored.Event)))
                    .Where(shown => !shown.Who.IsBot)
                    .Select(shown => new MeetingPageItem(
                        shown.Sequence,
                        writer => MeetingItems.Write(writer, bot, shown.Sequence, shown.Event, shown.Who)
                    )),
            cancellationToken
        );
    }
}
