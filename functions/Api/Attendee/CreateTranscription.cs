using Usher.Commanding;
using Usher.Wire;

namespace Usher.Api.Attendee;

/// <summary>
/// <c>POST /api/v1/bots/{id}/transcript</c>: Attendee can transcribe a meeting afterwards if the account allows it. Here the runner
/// transcribes, so the request is always refused.
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
