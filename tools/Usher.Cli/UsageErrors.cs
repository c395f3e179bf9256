using System.CommandLine;
using System.CommandLine.Parsing;
using Usher.Configuration;

namespace Usher.Cli;

/// <summary>What is wrong with a command line. The parser's own messages are for programmers.</summary>
internal static class UsageErrors
{
    /// <returns>A sentence for each error, and where to find help.</returns>
    public static IEnumerable<string> Of(ParseResult parsed)
    {
        var result = parsed.CommandResult;
        var path = Path(result.Command);
        List<string> errors = [.. Unknown(parsed, path), .. Missing(result), .. Values(result)];
        return
        [
            .. errors.DefaultIfEmpty("The command line cannot be read.").Select(error => $"error: {error}"),
            $"For help, run: {path} --help",
        ];
    }

    /// <summary>If several words are unknown where a command is expected, the first is the mistake.</summary>
    private static IEnumerable<string> Unknown(ParseResult parsed, string path)
    {
        var subcommands = parsed.CommandResult.Command.Subcommands.ToList();
        return parsed
            .UnmatchedTokens.Take(subcommands.Count > 0 ? 1 : int.MaxValue)
            .Select(word =>
                word.StartsWith('-') ? $"{path} has no option '{word}'."
                : subcommands.Count > 0 ? $"{path} has no command '{word}'.{Nearest(word, subcommands)}"
                : $"{path} takes no argument '{word}'."
            );
    }

    private static string Nearest(string word, IEnumerable<Command> commands)
    {
        var (distance, nearest) = commands.Select(command => (Spelling.Distance(word, command.Name), command.Name)).Min();
        return Spelling.IsNear(distance, word) ? $" Did you mean '{nearest}'?" : "";
    }

    private static IEnumerable<string> Missing(CommandResult result) =>
        [
            .. result
                .Command.Arguments.Where(argument => result.GetResult(argument) is not { Tokens.Count: > 0 })
                .Select(argument => $"<{argument.Name}> is missing."),
            .. result
                .Command.Options.Where(option => option.Required && result.GetResult(option) is null or { Implicit: true })
                .Select(option => $"{option.Name} is missing."),
        ];

    private static IEnumerable<string> Values(CommandResult result) =>
        result
            .Children.OfType<OptionResult>()
            .Where(option => !option.Implicit)
            .SelectMany(option =>
                option.Tokens.Count < option.Option.Arity.MinimumNumberOfValues ? [$"{option.Option.Name} needs a value."]
                : option.Tokens.Count > option.Option.Arity.MaximumNumberOfValues ? [$"{option.Option.Name} takes one value."]
                : option.Errors.Select(error => error.Message)
            )
            .Concat(
                result
                    .Children.OfType<ArgumentResult>()
                    .Where(argument => argument.Tokens.Count > 0)
                    .SelectMany(argument => argument.Errors)
                    .Select(error => error.Message)
            );

    private static string Path(Command command) =>
        command.Parents.OfType<Command>().FirstOrDefault() is { } parent ? $"{Path(parent)} {command.Name}" : command.Name;
}
