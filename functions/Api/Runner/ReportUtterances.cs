using Usher.Storage;

namespace Usher.Api.Runner;

/// <summary>
/// <c>POST /runner/v1/bots/{id}/utterances</c>: what was said. A batch that was taken can be sent again under its id; another one
/// cannot.
/// </summary>
internal sealed class ReportUtterances(MeetingStreams meetings)
{
    [Function(nameof(ReportUtterances))]
    public async Task<HttpAnswer> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "runner/v1/bots/{id}/utterances")] HttpRequest request,
        ReportedBot bot, CancellationToken cancellationToken)
    {
        var (body, refusal) = await RunnerBody.ReadAsync(request, cancellationToken);
        if (refusal is not null)
        {
            return refusal;
        }

        var (batch, wrong) = MeetingReport.Utterances(body);
        return wrong ?? RunnerAnswer.From(await meetings.AppendAsync(bot.Project, bot.Id, batch!, cancellationToken));
    }
}
