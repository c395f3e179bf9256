using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;

namespace Usher.Cli;

/// <summary>Prints <c>--help</c>: a verb's with its examples, the overview's with all verbs by purpose.</summary>
internal sealed class UsherHelp(IReadOnlyList<(string Title, IReadOnlyList<Command> Commands)> groups) : SynchronousCommandLineAction
{
    private const int Columns = 100;
    private readonly HelpAction standard = new() { MaxWidth = Columns };

    public override bool ClearsParseErrors => true;

    public override int Invoke(ParseResult parseResult)
    {
        var (command, output) = (parseResult.CommandResult.Command, parseResult.InvocationConfiguration.Output);
        if (!command.Parents.Any())
        {
            output.WriteLine(Overview());
            return ExitCode.Done;
        }

        standard.Invoke(parseResult);
        if (command is Verb { Examples.Count: > 0 } verb)
        {
            output.WriteLine("Examples:");
            foreach (var example in verb.Examples)
            {
                output.WriteLine($"  {example}");
            }

            output.WriteLine();
        }

        return ExitCode.Done;
    }

    private string Overview() =>
        $"""
            Usher's command line for operators. It works on the app's storage, with the app's settings in the
            environment.

            Usage:
              usher [command] [options]

            {string.Join("\n\n", groups.Select(Group))}

            Options:
              -?, -h, --help      Shows help for usher, or for the command before it.
              --version           Shows the version.

            Exit codes:
              0    done
              1    refused: the request cannot be carried out, or a check found a problem
              2    usage: the command line or a setting is wrong
              3    storage (for 'simulate': the app) cannot be reached or used
              130  interrupted with Ctrl-C

            Examples:
              usher projects create acme
              usher keys create --project acme
              usher bots tail --project acme
              usher doctor
            """;

    private static string Group((string Title, IReadOnlyList<Command> Commands) group) =>
        $"{group.Title}:\n"
        + string.Join('\n', group.Commands.SelectMany(Leaves).Select(verb => $"  {verb.Path, -18}  {verb.Command.Description}"));

    private static IEnumerable<(string Path, Command Command)> Leaves(Command command) =>
        command.Subcommands.Count == 0
            ? [(command.Name, command)]
            : command.Subcommands.Select(verb => ($"{command.Name} {verb.Name}", verb));
}
