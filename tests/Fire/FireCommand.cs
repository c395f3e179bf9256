using System.CommandLine;
using System.Security.Cryptography;

namespace Usher.Tests.Fire;

/// <summary>The command line for a long run: <c>dotnet run --project tests -- fire</c>.</summary>
internal static class FireCommand
{
    public const string Name = "fire";

    public static Task<int> InvokeAsync(string[] arguments)
    {
        var seed = new Option<int>("--seed")
        {
            Description = "Repeats the bots, requests and blows of an earlier run.",
            DefaultValueFactory = _ => RandomNumberGenerator.GetInt32(1_000_000),
        };
        var bots = new Option<int>("--bots") { Description = "How many bots to create.", DefaultValueFactory = _ => 60 };
        var length = new Option<TimeSpan>("--for")
        {
            Description = "How long to hit processes, as hh:mm:ss.",
            DefaultValueFactory = _ => TimeSpan.FromMinutes(2),
        };
        var runner = new Option<string>("--runner")
        {
            Description = "'external', or 'simulated' for the app's own.",
            DefaultValueFactory = _ => "external",
        };
        var blows = new Option<int?>("--blows")
        {
            Description = "How many kills and stops to make, however long they take. By default, as many as fit in the time.",
        };
        var app = new Option<string?>("--app")
        {
            Description = "The folder of a published app. By default, this repository's development build.",
        };
        runner.AcceptOnlyFromAmong("external", "simulated");
        var command = new RootCommand("Runs bots through killed and frozen processes, and checks that nothing was lost or done twice.")
        {
            seed,
            bots,
            length,
            runner,
            blows,
            app,
        };
        command.SetAction(
            async (result, cancellationToken) =>
            {
                var options = new FireOptions(
                    result.GetValue(seed),
                    result.GetValue(bots),
                    result.GetValue(length),
                    result.GetValue(runner) == "external",
                    result.GetValue(blows),
                    result.GetValue(app)
                );
                var outcome = await new FireRun(options, Console.WriteLine).RunAsync(cancellationToken);
                foreach (var violation in outcome.Violations)
                {
                    await Console.Error.WriteLineAsync($"{violation.Rule}: {violation.Text}");
                }

                return outcome.Violations.Count == 0 ? 0 : 1;
            }
        );
        return command.Parse(arguments).InvokeAsync();
    }
}
