using Usher.Bots;
using Usher.Wire;

namespace Usher.Api.Attendee;

/// <summary><c>POST /api/v1/bots/{id}/resume_recording</c>: the bot resumes recording.</summary>
internal sealed class ResumeRecording(RecordingSwitch recording)
{
    [Function(nameof(ResumeRecording))]
    public Task<HttpResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/v1/bots/{id}/resume_recording")] HttpRequest request,
        string id,
        Caller caller,
        CancellationToken cancellationToken
    ) => recording.RunAsync(request, id, caller, MeetingCommandType.ResumeRecording, cancellationToken);
}
