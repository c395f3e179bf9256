using Microsoft.DurableTask.Client;
using Usher.Runner;
using Usher.Verification;
using Usher.Wire;

namespace Usher.Api.Management;

/// <summary>
/// <c>POST /manage/v1/projects/{id}/verify</c>: starts to fold every stream of a project and compare it with its projection. With
/// <c>?repair=true</c>, projections that differ are rewritten.
/// </summary>
internal sealed class VerifyProject(PublicUrl publicUrl)
{
    [Function(nameof(VerifyProject))]
    public async Task<HttpResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "manage/v1/projects/{id}/verify")] HttpRequest request,
        string id,
        [DurableClient] DurableTaskClient durable,
        CancellationToken cancellationToken
    )
    {
        if (request.Query["repair"].LastOrDefault() is var repair && repair is not (null or "true" or "false"))
        {
            return ManagementAnswer.InvalidRepair();
        }

        var verification = await Verifications.StartAsync(durable, new VerificationRequest(id, repair == "true"), cancellationToken);
        var url = GetVerification.Url(publicUrl, id, verification);
        return HttpResult.Json(
            202,
            VerificationResource.Started(verification, url),
            ManagementJson.Wire.VerificationResource,
            ("Location", url)
        );
    }
}
