using Usher.Commanding;
using Usher.Wire;

namespace Usher.Api.Attendee;

/// <summary>
/// <c>POST /api/v1/bots/{id}/transcript</c>: the peer can transcribe a meeting again afterwards, where an account is allowed to. Here none
/// is: the runner transcribes.
/// </summary>
internal sealed class CreateTranscription(BotStreams streams)
{
    [Function(nameof(CreateTranscription))]
    public async Task<HttpResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/v1/bots/{id}/transcript")] HttpRequest request,
        string id,
        Caller caller,
        CancellationToken cancellationToken
    ) =>
        await streams.FindAsync(caller.Project, id, cancellationToken) is not null
            ? AttendeeAnswer.AsyncTranscriptionNotEnabled()
            : AttendeeAnswer.BotNotFound();
}
