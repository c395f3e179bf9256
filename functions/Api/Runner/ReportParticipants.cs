using Usher.Commanding;
using Usher.Wire;

namespace Usher.Api.Runner;

/// <summary>
/// <c>POST /runner/v1/bots/{id}/participants</c>: who came, went, began or stopped to speak.
/// A batch that was taken can be sent again under its id; another one cannot.
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
