using Usher.Bots;
using Usher.Commanding;
using Usher.Runner;
using Usher.Storage;
using Usher.Wire;

namespace Usher.Api.Runner;

/// <summary>
/// <c>POST /runner/v1/bots/{id}/recording</c>: returns a URL to which the runner uploads the recording by HTTP PUT to Blob storage. The
/// report <c>recording_saved</c> then publishes it.
/// </summary>
internal sealed class RequestRecordingUpload(BotStreams streams, Recordings recordings)
{
    [Function(nameof(RequestRecordingUpload))]
    public async Task<HttpResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "runner/v1/bots/{id}/recording")] HttpRequest request,
        ReportedBot bot,
        CancellationToken cancellationToken
    )
    {
        if (await streams.GetAsync(bot.Project, bot.Id, cancellationToken) is not { } found)
        {
            return RunnerAnswer.BotNotFound();
        }

        if (!found.State.HasRunner)
        {
            return RunnerAnswer.NoRunner(found.State);
        }

        if (found.Settings.RecordsNothing)
        {
            return RunnerAnswer.RecordsNothing();
        }

        var (url, expiresAt) = await recordings.UploadAsync(found, cancellationToken);
        return HttpResult.Json(200, RecordingUpload.To(url, expiresAt, found.Settings.RecordingFormat), RunnerJson.Default.RecordingUpload);
    }
}
