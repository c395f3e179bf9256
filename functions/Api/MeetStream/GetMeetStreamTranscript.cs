using Usher.Bots;
using Usher.Storage;
using Usher.Wire;

namespace Usher.Api.MeetStream;

/// <summary>
/// <c>GET /transcript/{transcript_id}/get_transcript</c>, or by the bot's ID for older clients. Returns 202 with an empty array until the
/// bot is over: clients keep polling on that, and show any other body to their users.
/// </summary>
internal sealed class GetMeetStreamTranscript(MeetStreamBots bots, Transcripts transcripts)
{
    private const string V1 = "api/v1/transcript/{transcript_id}/get_transcript";
    private const string V1Bots = "api/v1/bots/{bot_id}/get_transcript";
    private const string Base = "meetstream/api/v1/transcript/{transcript_id}/get_transcript";
    private const string BaseBots = "meetstream/api/v1/bots/{bot_id}/get_transcript";

    /// <summary>All paths of this operation.</summary>
    public static readonly IReadOnlyList<string> Paths = [.. new[] { V1, V1Bots, Base, BaseBots }.Select(route => $"/{route}")];

    [Function(nameof(GetMeetStreamTranscript))]
    public Task<HttpResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = V1)] HttpRequest request,
        string transcript_id,
        Caller caller,
        CancellationToken cancellationToken
    ) => AnswerAsync(request, transcript_id, caller, cancellationToken);

    [Function(nameof(GetMeetStreamTranscript) + "OfBot")]
    public Task<HttpResult> OfBotAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = V1Bots)] HttpRequest request,
        string bot_id,
        Caller caller,
        CancellationToken cancellationToken
    ) => AnswerAsync(request, bot_id, caller, cancellationToken);

    [Function(nameof(GetMeetStreamTranscript) + "AtBase")]
    public Task<HttpResult> AtBaseAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = Base)] HttpRequest request,
        string transcript_id,
        Caller caller,
        CancellationToken cancellationToken
    ) => AnswerAsync(request, transcript_id, caller, cancellationToken);

    [Function(nameof(GetMeetStreamTranscript) + "OfBotAtBase")]
    public Task<HttpResult> OfBotAtBaseAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = BaseBots)] HttpRequest request,
        string bot_id,
        Caller caller,
        CancellationToken cancellationToken
    ) => AnswerAsync(request, bot_id, caller, cancellationToken);

    private async Task<HttpResult> AnswerAsync(HttpRequest request, string id, Caller caller, CancellationToken cancellationToken)
    {
        if (!MeetStreamTranscript.TryParse(id, out var named))
        {
            return MeetStreamAnswer.TranscriptNotFound();
        }

        var (bot, refusal) = await bots.FindAsync(named.ToString(), caller, cancellationToken);
        if (bot is null)
        {
            return refusal!;
        }

        var isRaw = request.Query["raw"].LastOrDefault() is "true";
        var answer = !bot.State.IsTerminal
            ? MeetStreamAnswer.NotReady()
            : MeetStreamAnswer.Transcript(
                bot,
                TranscriptSegments.Of(bot, await transcripts.OfAsync(bot, updatedAfter: null, cancellationToken)),
                isRaw
            );
        return IgnoredFields.Tell(answer, request, "raw");
    }
}
