using Usher.Storage;
using Usher.Wire;

namespace Usher.Api.Management;

/// <summary><c>POST /manage/v1/poison/{queue}/retry</c>: returns failed messages to their queue.</summary>
internal sealed class RetryPoisonMessages(PoisonQueues poison)
{
    [Function(nameof(RetryPoisonMessages))]
    public async Task<HttpResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "manage/v1/poison/{queue}/retry")] HttpRequest request,
        string queue,
        CancellationToken cancellationToken
    ) =>
        await poison.RetryAsync(queue, cancellationToken) is { } count
            ? HttpResult.Json(200, new RetriedMessages(count), ManagementJson.Wire.RetriedMessages)
            : ManagementAnswer.QueueNotFound();
}
