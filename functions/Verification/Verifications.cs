using DurableTask.Core.Exceptions;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace Usher.Verification;

/// <summary>
/// The verifications of a project: one that only checks and one that repairs. Each runs at most once at a time, however many clients start
/// it.
/// </summary>
internal static class Verifications
{
    public const string Check = "check";
    public const string Repair = "repair";

    /// <summary>A verification that is already running counts as success.</summary>
    /// <returns>The verification's id within the project.</returns>
    public static async Task<string> StartAsync(DurableTaskClient durable, VerificationRequest request, CancellationToken cancellationToken)
    {
        var id = request.Repair ? Repair : Check;
        if (
            await FindAsync(durable, request.Project, id, cancellationToken) is
            { RuntimeStatus: OrchestrationRuntimeStatus.Running or OrchestrationRuntimeStatus.Pending }
        )
        {
            return id;
        }

        try
        {
            var options = new StartOrchestrationOptions(Instance(request.Project, id));
            await durable.ScheduleNewOrchestrationInstanceAsync(nameof(VerifyStreams), request, options, cancellationToken);
        }
        catch (OrchestrationAlreadyExistsException)
        {
            // Another request was faster.
        }

        return id;
    }

    /// <summary>Null if there is none.</summary>
    public static async Task<OrchestrationMetadata?> FindAsync(
        DurableTaskClient durable,
        string project,
        string id,
        CancellationToken cancellationToken
    ) => id is Check or Repair ? await durable.GetInstanceAsync(Instance(project, id), getInputsAndOutputs: true, cancellationToken) : null;

    private static string Instance(string project, string id) => $"verify-{project}-{id}";
}
