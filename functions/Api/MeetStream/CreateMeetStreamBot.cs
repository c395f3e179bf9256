using Usher.Api.Attendee;
using Usher.Bots;
using Usher.Commanding;
using Usher.Storage;
using Usher.Webhooks;
using Usher.Wire;

namespace Usher.Api.MeetStream;

/// <summary>
/// <c>POST /bots/create_bot</c>: creates a bot that joins at <c>join_at</c>, or immediately. Returns 201; 200 with the bot that already has
/// the deduplication key; or 507, as in MeetStream, with the bot of an earlier request with the same Idempotency-Key.
/// </summary>
internal sealed class CreateMeetStreamBot(
    BotStreams streams,
    BotStore store,
    RunnerFeatures features,
    WebhookSender sender,
    TimeProvider clock
)
{
    private const string V1 = "api/v1/bots/create_bot";
    private const string Base = "meetstream/api/v1/bots/create_bot";

    /// <summary>All paths of this operation.</summary>
    public static readonly IReadOnlyList<string> Paths = [.. new[] { V1, Base }.Select(route => $"/{route}")];

    [Function(nameof(CreateMeetStreamBot))]
    public Task<HttpResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = V1)] HttpRequest request,
        Caller caller,
        CancellationToken cancellationToken
    ) => AnswerAsync(request, caller, cancellationToken);

    [Function(nameof(CreateMeetStreamBot) + "AtBase")]
    public Task<HttpResult> AtBaseAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = Base)] HttpRequest request,
        Caller caller,
        CancellationToken cancellationToken
    ) => AnswerAsync(request, caller, cancellationToken);

    private async Task<HttpResult> AnswerAsync(HttpRequest request, Caller caller, CancellationToken cancellationToken)
    {
        if (!IdempotencyKey.TryRead(request, out var key))
        {
            return MeetStreamAnswer.MalformedKey();
        }

        var (body, refusal) = await MeetStreamBody.ReadAsync(request, cancellationToken);
        if (body is null)
        {
            return refusal!;
        }

        var answer = await CreateAsync(request, caller, key, body, cancellationToken);
        return
            answer.Status == StatusCodes.Status201Created
            && MeetStreamCreateRequest.CallbackUrl(body.Root) is { } url
            && sender.NeverReaches(url) is { } reason
            ? answer with
            {
                Headers = [.. answer.Headers, ("Usher-Warning", $"callback_url can never be reached: {reason}")],
            }
            : answer;
    }

    private async Task<HttpResult> CreateAsync(
        HttpRequest request,
        Caller caller,
        IdempotencyKey? key,
        JsonBody.Parsed body,
        CancellationToken cancellationToken
    )
    {
        // Before validation: a request that was valid the first time may be too late by now.
        var keyed = key?.Of(request, body.Bytes, MeetStreamAnswer.Created);
        if (keyed is not null && await streams.RecallCreationAsync(caller.Project, keyed, cancellationToken) is { } first)
        {
            return MeetStreamAnswer.Created(first);
        }

        var (details, error) = MeetStreamCreateRequest.Read(body.Root, caller.Project, clock.GetUtcNow(), features);
        if (details is null)
        {
            return MeetStreamAnswer.Refusal(400, error!);
        }

        if (
            details.DeduplicationKey is { } used
            && await store.HolderAsync(caller.Project, used, cancellationToken) is { } known
            && await streams.GetAsync(caller.Project, known, cancellationToken) is { } existing
        )
        {
            return MeetStreamAnswer.Created(200, existing);
        }

        var outcome = await streams.CreateAsync(new BotCommand.Create(details) { Actor = caller.Actor }, keyed, cancellationToken);
        return
            outcome is Outcome.Refused { Refusal: BotRefusal.DeduplicationKeyInUse { Holder: { } holder } }
            && await streams.GetAsync(caller.Project, holder, cancellationToken) is { } faster
            ? MeetStreamAnswer.Created(200, faster)
            : MeetStreamAnswer.Created(outcome);
    }
}
