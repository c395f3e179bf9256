using Usher.Commanding;
using Usher.Wire;

namespace Usher.Api.Runner;

/// <summary>
/// <c>POST /runner/v1/bots/{id}/utterances</c>: reports utterances. An accepted batch can be sent again with its ID; a different batch with
/// the same ID is refused.
/// </summary>
internal sealed class ReportUtterances(BatchReport batches)
{
    [Function(nameof(ReportUtterances))]
    public Task<HttpResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "runner/v1/bots/{id}/utterances")] HttpRequest request,
        ReportedBot bot,
        CancellationToken cancellationToken
    ) => batches.RunAsync(request, bot, MeetingReport.Utterances, cancellationToken);
}
