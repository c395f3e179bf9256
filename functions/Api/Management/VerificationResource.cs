using Microsoft.DurableTask.Client;
using Usher.Verification;

namespace Usher.Api.Management;

/// <param name="Id"><c>check</c> or <c>repair</c>.</param>
/// <param name="Status"><c>running</c>, <c>completed</c> or <c>failed</c>.</param>
/// <param name="StatusUrl">URL to poll for progress.</param>
/// <param name="Progress">Progress of the verification.</param>
/// <param name="Result">Null until the verification has completed.</param>
internal sealed record VerificationResource(
    string Id,
    string Status,
    string StatusUrl,
    VerificationProgress Progress,
    VerifiedProject? Result
)
{
    public static VerificationResource Started(string id, string url) => new(id, "running", url, VerificationProgress.None, null);

    public static VerificationResource From(string id, string url, OrchestrationMetadata instance) =>
        instance.RuntimeStatus switch
        {
            OrchestrationRuntimeStatus.Completed => new(
                id,
                "completed",
                url,
                Progressed(instance),
                instance.ReadOutputAs<VerifiedProject>()
            ),
            OrchestrationRuntimeStatus.Failed or OrchestrationRuntimeStatus.Terminated => new(
                id,
                "failed",
                url,
                Progressed(instance),
                null
            ),
            _ => new(id, "running", url, Progressed(instance), null),
        };

    private static VerificationProgress Progressed(OrchestrationMetadata instance) =>
        instance.ReadCustomStatusAs<VerificationProgress>() ?? VerificationProgress.None;
}
