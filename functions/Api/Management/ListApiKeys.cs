using Usher.Storage;
using Usher.Wire;

namespace Usher.Api.Management;

/// <summary><c>GET /manage/v1/projects/{id}/keys</c>: lists the keys, without the keys themselves.</summary>
internal sealed class ListApiKeys(ApiKeyStore keys)
{
    [Function(nameof(ListApiKeys))]
    public async Task<HttpResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "manage/v1/projects/{id}/keys")] HttpRequest request,
        string id,
        CancellationToken cancellationToken
    ) =>
        HttpResult.Json(
            200,
            new KeyList([.. (await keys.ListAsync(id, cancellationToken)).Select(KeyResource.From)]),
            ManagementJson.Wire.KeyList
        );
}
