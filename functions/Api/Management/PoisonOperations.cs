using Usher.Storage;

namespace Usher.Api.Management;

/// <summary><c>POST /manage/v1/poison/{queue}/retry</c>: messages that were given up go back into their queue.</summary>
internal sealed class PoisonOperations(PoisonQueues poison)
{
    public async Task<HttpAnswer> RetryAsync(HttpContext context, CancellationToken cancellationToken) =>
        await poison.RetryAsync((string)context.Request.RouteValues["queue"]!, cancellationToken) is { } count
            ? HttpAnswer.Json(200, new RetriedMessages(count), ManagementJson.Wire.RetriedMessages)
            : ManagementAnswer.QueueNotFound();
}

internal sealed record RetriedMessages(int Retried);
