using Usher.Bots;
using Usher.Commanding;
using Usher.Wire;

namespace Usher.Api.Attendee;

/// <summary>
/// <c>POST /api/v1/bots/{id}/admit_from_waiting_room</c>: a bot that hosts a Zoom meeting admits everyone from the waiting room.
/// </summary>
internal sealed class AdmitFromWaitingRoom(BotStreams streams)
{
    [Function(nameof(AdmitFromWaitingRoom))]
    public async Task<HttpResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/v1/bots/{id}/admit_from_waiting_room")] HttpRequest request,
        string id,
        Caller caller,
        CancellationToken cancellationToken
    )
    {
        var (call, answer) = await MeetingCommandCall.ReadAsync(streams, request, id, caller, cancellationToken, hasBody: false);
        return call is null ? answer!
            : call.Bot.MeetingType != MeetingType.Zoom
                ? AttendeeAnswer.From(new BotRefusal.MeetingCommandNotSupported(MeetingCommandType.AdmitFromWaitingRoom))
            : call.Refusal(MeetingCommandType.AdmitFromWaitingRoom)
                ?? await call.SendAsync(new MeetingCommand(MeetingCommandType.AdmitFromWaitingRoom), [], cancellationToken);
    }
}
