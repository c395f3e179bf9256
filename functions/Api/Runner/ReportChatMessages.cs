using Usher.Storage;

namespace Usher.Api.Runner;

/// <summary>
/// <c>POST /runner/v1/bots/{id}/chat_messages</c>: what was written in the chat. A batch that was taken can be sent again under its id; another one
/// cannot.
/// </summary>
internal sealed class ReportChatMessages(MeetingStreams meetings)
{
    [Function(nameof(ReportChatMessages))]
    public async Task<HttpAnswer> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "runner/v1/bots/{id}/chat_messages")] HttpRequest request,
        ReportedBot bot, CancellationToken cancellationToken)
    {
        var (body, refusal) = await RunnerBody.ReadAsync(request, cancellationToken);
        if (refusal is not null)
        {
            return refusal;
        }

        var (batch, wrong) = MeetingReport.ChatMessages(body);
        return wrong ?? RunnerAnswer.From(await meetings.AppendAsync(bot.Project, bot.Id, batch!, cancellationToken));
    }
}
