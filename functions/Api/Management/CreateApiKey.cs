using Usher.Storage;
using Usher.Wire;

namespace Usher.Api.Management;

/// <summary><c>POST /manage/v1/projects/{id}/keys</c>: 201 with a key, which is never shown again.</summary>
internal sealed class CreateApiKey(ApiKeyStore keys)
{
    [Function(nameof(CreateApiKey))]
    public async Task<HttpResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "manage/v1/projects/{id}/keys")] HttpRequest request,
        string id,
        CancellationToken cancellationToken
    ) => KeyAnswer.Created(await keys.CreateAsync(id, cancellationToken));
}
