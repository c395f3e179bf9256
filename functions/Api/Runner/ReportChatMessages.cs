using Usher.Commanding;
using Usher.Wire;

namespace Usher.Api.Runner;

/// <summary>
/// <c>POST /runner/v1/bots/{id}/chat_messages</c>: what was written in the chat.
/// A batch that was taken can be sent again under its id; another one cannot.
/// </summary>
internal sealed class ReportChatMessages(BatchReport batches)
{
    [Function(nameof(ReportChatMessages))]
    public Task<HttpResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "runner/v1/bots/{id}/chat_messages")] HttpRequest request,
        ReportedBot bot,
        CancellationToken cancellationToken
    ) => batches.RunAsync(request, bot, MeetingReport.ChatMessages, cancellationToken);
}
