using Usher.Storage;

namespace Usher.Api.Management;

/// <summary><c>POST /manage/v1/projects/{id}/verify</c>: folds every stream of a project and compares it with its projection; <c>?repair=true</c> writes what differs anew.</summary>
internal sealed class VerifyProject(StreamVerification verification)
{
    public async Task<HttpAnswer> HandleAsync(HttpContext context, string project, CancellationToken cancellationToken)
    {
        if (context.Request.Query["repair"].LastOrDefault() is var repair && repair is not (null or "true" or "false"))
        {
            return ManagementAnswer.InvalidRepair();
        }

        var (bots, differences) = await verification.VerifyAsync(project, repair == "true", cancellationToken);
        return HttpAnswer.Json(200, VerifiedProject.From(bots, differences), ManagementJson.Wire.VerifiedProject);
    }
}

/// <param name="Bots">How many there are.</param>
internal sealed record VerifiedProject(int Bots, IReadOnlyList<DifferenceResource> Differences)
{
    public static VerifiedProject From(int bots, IReadOnlyList<StreamDifference> differences) =>
        new(bots, [.. differences.Select(difference => new DifferenceResource(difference.Bot.ToString(), difference.What, difference.IsRepaired))]);
}

/// <param name="What">What the projection has otherwise than the events say.</param>
internal sealed record DifferenceResource(string BotId, IReadOnlyList<string> What, bool Repaired);
