using Usher.Commanding;
using Usher.Meetings;
using Usher.Runner;
using Usher.Storage;
using Usher.Wire;

namespace Usher.Api.Attendee;

/// <summary>
/// <c>GET /api/v1/bots/{id}/participants</c>: the participants except the bot, 25 per page, in the order in which they joined.
/// </summary>
internal sealed class ListParticipants(BotStreams streams, MeetingReader meetings, PublicUrl publicUrl)
{
    [Function(nameof(ListParticipants))]
    public async Task<HttpResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "api/v1/bots/{id}/participants")] HttpRequest request,
        string id,
        Caller caller,
        CancellationToken cancellationToken
    ) => IgnoredFields.Tell(await ListAsync(request, id, caller, cancellationToken), request, "is_host", "id", "cursor");

    private async Task<HttpResult> ListAsync(HttpRequest request, string id, Caller caller, CancellationToken cancellationToken)
    {
        if (await streams.FindAsync(caller.Project, id, cancellationToken) is not { Id: var bot } found)
        {
            return AttendeeAnswer.BotNotFound();
        }

        var role = request.Query["is_host"].LastOrDefault()?.Trim();
        bool? isHost = bool.TryParse(role, out var flag) ? flag : null;
        if (isHost is null && !string.IsNullOrEmpty(role))
        {
            return AttendeeAnswer.InvalidIsHost();
        }

        var wanted = request.Query["id"].LastOrDefault();
        var known = (await meetings.ParticipantsAsync(found, cancellationToken))
            .Values.Where(one => !one.Participant.IsBot && (isHost is null || one.Participant.IsHost == isHost))
            .Where(one => string.IsNullOrEmpty(wanted) || MeetingIds.OfParticipant(bot, one.Participant.Uuid) == wanted)
            .OrderBy(one => one.Number)
            .Select(one => new MeetingPageItem(one.Number, writer => MeetingItems.Write(writer, bot, one.Participant)))
            .ToList();
        return await MeetingPage.AnswerAsync(request, publicUrl, known, cancellationToken);
    }
}
