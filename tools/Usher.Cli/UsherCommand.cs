using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;
using Usher.Configuration;
using Usher.Storage;

namespace Usher.Cli;

/// <summary>The operators' command line, which uses the app's own settings and storage.</summary>
internal static class UsherCommand
{
    public static async Task<int> InvokeAsync(string[] args)
    {
        var parsed = Root().Parse(args);
        try
        {
            if (parsed.Action is ParseErrorAction)
            {
                foreach (var line in UsageErrors.Of(parsed))
                {
                    await Console.Error.WriteLineAsync(line);
                }

                return ExitCode.Usage;
            }

            return await parsed.InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false });
        }
        catch (SettingException exception)
        {
            await Console.Error.WriteLineAsync($"error: {exception.Message}");
            return ExitCode.Usage;
        }
        catch (Exception exception) when (StorageFailure.IsAny(exception))
        {
            await Console.Error.WriteLineAsync($"error: {StorageFailure.Describe(exception)}");
            return ExitCode.Away;
        }
    }

    /// <param name="action">What the verb does.</param>
    /// <param name="cancellationToken">Cancelled by Ctrl-C, which is not a failure.</param>
    public static async Task<int> UntilInterruptedAsync(Func<Task<int>> action, CancellationToken cancellationToken)
    {
        try
        {
            return await action();
        }
        catch (Exception) when (cancellationToken.IsCancellationRequested)
        {
            // However a client library tells it.
            return ExitCode.Interrupted;
        }
    }

    /// <summary>Prints the management API's JSON instead of words for people.</summary>
    public static Option<bool> Json() => new("--json") { Description = "Print JSON instead of text.", Arity = ArgumentArity.Zero };

    public static Option<string> Project() => new("--project") { Description = "The project's id.", Required = true };

    public static Option<TimeSpan> Time(string name, string description, TimeSpan fallback) =>
        new(name)
        {
            Description = $"{description}, as [d.]hh:mm:ss.",
            HelpName = "time",
            DefaultValueFactory = _ => fallback,
            CustomParser = result =>
            {
                if (SettingText.Time(result.Tokens[0].Value) is { } time && time >= TimeSpan.Zero)
                {
                    return time;
                }

                result.AddError($"{name} is '{result.Tokens[0].Value}'. It must be a time such as {fallback:c}.");
                return default;
            },
        };

    // Not a RootCommand, which would be named after the assembly.
    private static Command Root()
    {
        IReadOnlyList<(string, IReadOnlyList<Command>)> groups =
        [
            ("Projects and keys", [ProjectsCommand.Create(), KeysCommand.Create()]),
            ("Bots", [BotsCommand.Create()]),
            ("Checks", [DoctorCommand.Create(), VerifyCommand.Create(), SimulateCommand.Create()]),
        ];
        var help = new UsherHelp(groups);
        var root = new Command("usher")
        {
            new HelpOption { Action = help },
            new VersionOption(),
        };
        foreach (var command in groups.SelectMany(group => group.Item2))
        {
            root.Add(command);
        }

        foreach (var command in root.Subcommands.Where(command => command.Subcommands.Count > 0).Prepend(root))
        {
            command.SetAction(parsed =>
            {
                help.Invoke(parsed);
                return ExitCode.Usage;
            });
        }

        return root;
    }
}
