using Usher.Bots;
using Usher.Commanding;
using Usher.Storage;
using Usher.Wire;

namespace Usher.Api.Runner;

/// <summary>
/// <c>POST /runner/v1/bots/{id}/events</c>: reports an event. An accepted report can be sent again with its ID; a different report with the
/// same ID is refused.
/// </summary>
internal sealed partial class ReportBotEvent(BotStreams streams, ILogger<ReportBotEvent> logger)
{
    [Function(nameof(ReportBotEvent))]
    public async Task<HttpResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "runner/v1/bots/{id}/events")] HttpRequest request,
        ReportedBot bot,
        CancellationToken cancellationToken
    )
    {
        var (body, refusal) = await RunnerBody.ReadAsync(request, cancellationToken);
        if (refusal is not null)
        {
            return refusal;
        }

        var (report, wrong) = RunnerReport.Read(body);
        if (report is null)
        {
            return wrong!;
        }

        var outcome = await streams.TransactAsync(bot.Project, bot.Id, report, cancellationToken);
        if (outcome is Outcome.Refused { Refusal: BotRefusal.EventNotAllowed notAllowed })
        {
            LogRefused(logger, bot.Project, bot.Id, report.Type.Name, report.SubType, notAllowed.State.Name);
        }

        return RunnerAnswer.From(outcome);
    }

    [LoggerMessage(LogLevel.Warning, "{Project} {Bot}: the runner's report {Event} ({SubType}) was refused: the bot is {State}.")]
    private static partial void LogRefused(ILogger logger, string project, BotId bot, string @event, string? subType, string state);
}
