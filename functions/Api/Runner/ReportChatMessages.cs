using Usher.Commanding;
using Usher.Wire;

namespace Usher.Api.Runner;

/// <summary>
/// <c>POST /runner/v1/bots/{id}/chat_messages</c>: reports chat messages. An accepted batch can be sent again with its ID; a different
/// batch with the same ID is refused.
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
