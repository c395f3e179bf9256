using DurableTask.Core.Exceptions;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace Usher.Verification;

/// <summary>
/// The verifications of a project: one that only looks and one that repairs, each at most once at a time, however many ask for it.
/// </summary>
internal static class Verifications
{
    public const string Check = "check";
    public const string Repair = "repair";

    /// <summary>One that runs already is success.</summary>
    /// <returns>Its id within the project.</returns>
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
            // Somebody was faster.
        }

        return id;
    }

    /// <summary>Null: there is none.</summary>
    public static async Task<OrchestrationMetadata?> FindAsync(
        DurableTaskClient durable,
        string project,
        string id,
        CancellationToken cancellationToken
    ) => id is Check or Repair ? await durable.GetInstanceAsync(Instance(project, id), getInputsAndOutputs: true, cancellationToken) : null;

    private static string Instance(string project, string id) => $"verify-{project}-{id}";
}
