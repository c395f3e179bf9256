using Usher.Commanding;
using Usher.Meetings;
using Usher.Storage;
using Usher.Wire;

namespace Usher.Api.Attendee;

/// <summary><c>GET /api/v1/bots/{id}/transcript</c>: all utterances in order, as one list.</summary>
internal sealed class GetTranscript(BotStreams streams, Transcripts transcripts)
{
    [Function(nameof(GetTranscript))]
    public async Task<HttpResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "api/v1/bots/{id}/transcript")] HttpRequest request,
        string id,
        Caller caller,
        CancellationToken cancellationToken
    ) =>
        IgnoredFields.Tell(
            await GetAsync(request, id, caller, cancellationToken),
            request,
            "updated_after",
            "async_transcription_id",
            "split_on_turns"
        );

    private async Task<HttpResult> GetAsync(HttpRequest request, string id, Caller caller, CancellationToken cancellationToken)
    {
        if (await streams.FindAsync(caller.Project, id, cancellationToken) is not { } found)
        {
            return AttendeeAnswer.BotNotFound();
        }

        if (!string.IsNullOrEmpty(request.Query["async_transcription_id"].LastOrDefault()))
        {
            return AttendeeAnswer.AsyncTranscriptionNotFound();
        }

        if (!MeetingQuery.TryTime(request, "updated_after", out var updatedAfter))
        {
            return AttendeeAnswer.InvalidTime("updated_after");
        }

        var utterances = await transcripts.OfAsync(found, updatedAfter, cancellationToken);
        var turns = request.Query["split_on_turns"].LastOrDefault() == "true" ? TurnSplitting.Of(utterances) : utterances;
        return MeetingPage.Json(writer =>
        {
            writer.WriteStartArray();
            foreach (var utterance in turns)
            {
                MeetingItems.Write(writer, utterance, utterance.Participant, onlyText: false);
            }

            writer.WriteEndArray();
        });
    }
}
