using Usher.Commanding;
using Usher.Meetings;
using Usher.Storage;
using Usher.Wire;

namespace Usher.Api.Attendee;

/// <summary><c>DELETE /api/v1/bots/{id}/transcript</c>: deletes what was said. The meeting's other events are kept.</summary>
internal sealed class DeleteTranscript(BotStreams streams, MeetingStore meetings)
{
    [Function(nameof(DeleteTranscript))]
    public async Task<HttpResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "delete", Route = "api/v1/bots/{id}/transcript")] HttpRequest request,
        string id,
        Caller caller,
        CancellationToken cancellationToken
    )
    {
        if (await streams.FindAsync(caller.Project, id, cancellationToken) is not { Id: var bot })
        {
            return AttendeeAnswer.BotNotFound();
        }

        if (!string.IsNullOrEmpty(request.Query["async_transcription_id"].LastOrDefault()))
        {
            return AttendeeAnswer.AsyncTranscriptionNotFound();
        }

        await meetings.RemoveAsync(caller.Project, bot, MeetingKind.Utterance, cancellationToken);
        return new HttpResult(200);
    }
}
