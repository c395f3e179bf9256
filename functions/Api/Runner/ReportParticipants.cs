using Usher.Commanding;
using Usher.Wire;

namespace Usher.Api.Runner;

/// <summary>
/// <c>POST /runner/v1/bots/{id}/participants</c>: reports that participants join, leave, and start or stop speaking. An accepted batch can
/// be sent again with its ID; a different batch with the same ID is refused.
/// </summary>
internal sealed class ReportParticipants(BatchReport batches)
{
    [Function(nameof(ReportParticipants))]
    public Task<HttpResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "runner/v1/bots/{id}/participants")] HttpRequest request,
        ReportedBot bot,
        CancellationToken cancellationToken
    ) => batches.RunAsync(request, bot, MeetingReport.Presences, cancellationToken);
}
