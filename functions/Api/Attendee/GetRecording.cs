using Usher.Commanding;
using Usher.Storage;
using Usher.Wire;

namespace Usher.Api.Attendee;

/// <summary><c>GET /api/v1/bots/{id}/recording</c>: a new URL of the file for every request, valid for half an hour.</summary>
internal sealed class GetRecording(BotStreams streams, Recordings recordings)
{
    [Function(nameof(GetRecording))]
    public async Task<HttpResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "api/v1/bots/{id}/recording")] HttpRequest request,
        string id,
        Caller caller,
        CancellationToken cancellationToken
    )
    {
        if (await streams.FindAsync(caller.Project, id, cancellationToken) is not { } found)
        {
            return AttendeeAnswer.BotNotFound();
        }

        return !found.HasRecording
            ? AttendeeAnswer.NoRecordingFile()
            : HttpResult.Json(
                200,
                new RecordingResource((await recordings.ReadAsync(found, cancellationToken)).AbsoluteUri, found.RecordingStartedAtMs),
                AttendeeJson.Wire.RecordingResource
            );
    }
}
