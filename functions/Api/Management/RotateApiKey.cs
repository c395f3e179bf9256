using Usher.Storage;
using Usher.Wire;

namespace Usher.Api.Management;

/// <summary><c>POST /manage/v1/projects/{id}/keys/{key}/rotate</c>: 201 with a new key. The old key works until the overlap ends.</summary>
internal sealed class RotateApiKey(ApiKeyStore keys)
{
    [Function(nameof(RotateApiKey))]
    public Task<HttpResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "manage/v1/projects/{id}/keys/{key}/rotate")] HttpRequest request,
        string id,
        string key,
        CancellationToken cancellationToken
    ) =>
        ManagementBody.ReadAsync(
            request,
            fields => fields.Read("overlap_seconds", ProjectWebhookFields.Overlap),
            async overlap =>
                await keys.RotateAsync(id, key, overlap ?? ApiKeyStore.DefaultOverlap, cancellationToken) switch
                {
                    KeyRotation.Done done => KeyAnswer.Created((done.Known, done.Key)),
                    KeyRotation.WasDisabled => ManagementAnswer.KeyDisabled(),
                    _ => ManagementAnswer.KeyNotFound(),
                },
            cancellationToken
        );
}
