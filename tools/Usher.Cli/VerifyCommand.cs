using System.CommandLine;
using Usher.Api.Management;
using Usher.Storage;
using Usher.Verification;

namespace Usher.Cli;

/// <summary>
/// <c>usher verify</c>: the same as the management API's verification, in this process and to its end.
/// 0: nothing differs, or everything is repaired; 1: something differs.
/// </summary>
internal static class VerifyCommand
{
    public static Command Create()
    {
        var (project, json) = (UsherCommand.Project(), UsherCommand.Json());
        var repair = new Option<bool>("--repair") { Description = "Rewrite the projections that differ.", Arity = ArgumentArity.Zero };
        var command = new Verb(
            "verify",
            "Compares each bot's projection with its events, and repairs it if asked to.",
            "usher verify --project acme",
            "usher verify --project acme --repair"
        )
        {
            project,
            repair,
            json,
        };
        command.SetAction(
            (parsed, cancellationToken) =>
                CommandContext.RunAsync(
                    parsed,
                    json,
                    project,
                    async context =>
                    {
                        var error = parsed.InvocationConfiguration.Error;
                        var (bots, differences) = await context
                            .Service<StreamVerification>()
                            .VerifyAsync(parsed.GetRequiredValue(project), parsed.GetValue(repair), Progress(error), cancellationToken);
                        var lines = differences.Select(one =>
                            $"{one.Bot}: {string.Join(", ", one.What)} {(one.IsRepaired ? "differed, and is repaired" : "differs")}"
                        );
                        return await context.SayAsync(
                            VerifiedProject.From(bots, [.. differences.Select(VerifiedBot.From)]),
                            ManagementJson.Wire.VerifiedProject,
                            [.. lines, $"Bots: {bots}. Differences: {differences.Count}."],
                            differences.All(difference => difference.IsRepaired) ? ExitCode.Done : ExitCode.Refused
                        );
                    },
                    cancellationToken
                )
        );
        return command;
    }

    /// <summary>A line for each thousand bots.</summary>
    private static Action<int> Progress(TextWriter error)
    {
        var (gate, verified) = (new Lock(), 0);
        return bots =>
        {
            lock (gate)
            {
                var before = verified / 1000;
                verified += bots;
                if (verified / 1000 > before)
                {
                    error.WriteLine($"{verified} bots verified so far.");
                }
            }
        };
    }
}
