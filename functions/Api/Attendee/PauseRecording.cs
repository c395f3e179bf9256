using Usher.Bots;
using Usher.Wire;

namespace Usher.Api.Attendee;

/// <summary><c>POST /api/v1/bots/{id}/pause_recording</c>: the bot stops recording until it is told to resume.</summary>
internal sealed class PauseRecording(RecordingSwitch recording)
{
    [Function(nameof(PauseRecording))]
    public Task<HttpResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/v1/bots/{id}/pause_recording")] HttpRequest request,
        string id,
        Caller caller,
        CancellationToken cancellationToken
    ) => recording.RunAsync(request, id, caller, MeetingCommandType.PauseRecording, cancellationToken);
}
