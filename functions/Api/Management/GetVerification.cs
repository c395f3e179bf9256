using Microsoft.DurableTask.Client;
using Usher.Runner;
using Usher.Verification;
using Usher.Wire;

namespace Usher.Api.Management;

/// <summary><c>GET /manage/v1/projects/{id}/verifications/{verification}</c>: progress, and the result once it has completed.</summary>
internal sealed class GetVerification(PublicUrl publicUrl)
{
    [Function(nameof(GetVerification))]
    public async Task<HttpResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "manage/v1/projects/{id}/verifications/{verification}")]
            HttpRequest request,
        string id,
        string verification,
        [DurableClient] DurableTaskClient durable,
        CancellationToken cancellationToken
    ) =>
        await Verifications.FindAsync(durable, id, verification, cancellationToken) is { } instance
            ? HttpResult.Json(
                200,
                VerificationResource.From(verification, Url(publicUrl, id, verification), instance),
                ManagementJson.Wire.VerificationResource
            )
            : ManagementAnswer.VerificationNotFound();

    public static string Url(PublicUrl publicUrl, string project, string verification) =>
        $"{publicUrl.Value}/manage/v1/projects/{project}/verifications/{verification}";
}
