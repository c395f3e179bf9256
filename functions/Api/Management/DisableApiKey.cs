using Usher.Storage;
using Usher.Wire;

namespace Usher.Api.Management;

/// <summary>
/// <c>POST /manage/v1/projects/{id}/keys/{key}/disable</c>: 200. Instances that have used the key recently may accept it for another
/// minute.
/// </summary>
internal sealed class DisableApiKey(ApiKeyStore keys, TimeProvider clock)
{
    [Function(nameof(DisableApiKey))]
    public async Task<HttpResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "manage/v1/projects/{id}/keys/{key}/disable")] HttpRequest request,
        string id,
        string key,
        CancellationToken cancellationToken
    ) =>
        await keys.DisableAsync(id, key, clock.GetUtcNow(), cancellationToken) is { } disabled
            ? HttpResult.Json(200, KeyResource.From(disabled), ManagementJson.Wire.KeyResource)
            : ManagementAnswer.KeyNotFound();
}
