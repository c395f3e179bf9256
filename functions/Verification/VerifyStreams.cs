using Microsoft.DurableTask;
using Usher.Bots;

namespace Usher.Verification;

/// <summary>The orchestration of a verification: all partitions of a project in parallel, each page by page.</summary>
internal static class VerifyStreams
{
    /// <summary>Storage may be unavailable for a while.</summary>
    private static readonly TaskOptions Patiently = TaskOptions.FromRetryPolicy(
        new RetryPolicy(
            maxNumberOfAttempts: 12,
            firstRetryInterval: TimeSpan.FromSeconds(5),
            backoffCoefficient: 2,
            maxRetryInterval: TimeSpan.FromMinutes(5)
        )
    );

    [Function(nameof(VerifyStreams))]
    public static async Task<VerifiedProject> RunAsync([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        var request = context.GetInput<VerificationRequest>()!;
        var progress = VerificationProgress.None;
        List<VerifiedBot> differences = [];
        context.SetCustomStatus(progress);
        await Task.WhenAll(Enumerable.Range(0, BotId.Shards).Select(VerifyAsync).ToList());
        return VerifiedProject.From(progress.Bots, differences);

        async Task VerifyAsync(int shard)
        {
            for (string? after = null, next = ""; next is not null; after = next)
            {
                var page = await context.CallActivityAsync<VerifiedPage>(
                    nameof(VerifyShard),
                    new ShardPage(request.Project, shard, request.Repair, after),
                    Patiently
                );
                differences.AddRange(page.Differences);
                progress = progress.With(page);
                context.SetCustomStatus(progress);
                next = page.Next;
            }
        }
    }
}
