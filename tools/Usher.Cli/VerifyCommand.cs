using System.CommandLine;
using Usher.Api.Management;
using Usher.Storage;

namespace Usher.Cli;

/// <summary>
/// <c>usher verify --project A [--repair]</c>: the same as the management API's verification.
/// 0: nothing differs, or everything is repaired; 1: something differs.
/// </summary>
internal static class VerifyCommand
{
    public static Command Create()
    {
        var (project, json) = (UsherCommand.Project(), UsherCommand.Json());
        var repair = new Option<bool>("--repair") { Description = "Write the projections anew that differ." };
        var command = new Command("verify", "Proves the projections of a project: folds every stream and compares it with its head.")
        {
            project, repair, json,
        };
        command.SetAction((parsed, cancellationToken) => CommandContext.RunAsync(parsed, json, project, async context =>
        {
            var (bots, differences) = await context.Service<StreamVerification>()
                .VerifyAsync(parsed.GetRequiredValue(project), parsed.GetValue(repair), cancellationToken);
            var lines = differences.Select(one =>
                $"{one.Bot}: {string.Join(", ", one.What)} {(one.IsRepaired ? "differed: repaired" : "differs")}");
            return await context.SayAsync(
                VerifiedProject.From(bots, differences),
                ManagementJson.Wire.VerifiedProject,
                [.. lines, $"{bots} bots, {differences.Count} differences."],
                differences.All(difference => difference.IsRepaired) ? 0 : 1);
        }, cancellationToken));
        return command;
    }
}
