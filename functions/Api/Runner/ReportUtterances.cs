using Usher.Commanding;
using Usher.Wire;

namespace Usher.Api.Runner;

/// <summary>
/// <c>POST /runner/v1/bots/{id}/utterances</c>: what was said.
/// A batch that was taken can be sent again under its id; another one cannot.
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
