using Usher.Storage;

namespace Usher.Api.Management;

/// <summary><c>POST /manage/v1/projects/{id}/verify</c>: folds every stream of a project and compares it with its projection; <c>?repair=true</c> writes what differs anew.</summary>
internal sealed class VerifyProject(StreamVerification verification)
{
    [Function(nameof(VerifyProject))]
    public async Task<HttpAnswer> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "manage/v1/projects/{id}/verify")] HttpRequest request, string id, CancellationToken cancellationToken)
    {
        if (request.Query["repair"].LastOrDefault() is var repair && repair is not (null or "true" or "false"))
        {
            return ManagementAnswer.InvalidRepair();
        }

        var (bots, differences) = await verification.VerifyAsync(id, repair == "true", cancellationToken);
        return HttpAnswer.Json(200, VerifiedProject.From(bots, differences), ManagementJson.Wire.VerifiedProject);
    }
}
