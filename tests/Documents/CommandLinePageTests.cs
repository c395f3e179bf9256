using System.Text;
using System.Text.RegularExpressions;
using Usher.LocalHost;
using Usher.Tests.Commands;

namespace Usher.Tests.Documents;

/// <summary>docs/command-line.md shows what <c>--help</c> prints.</summary>
public sealed partial class CommandLinePageTests
{
    private const int MaxColumns = 110;

    [Fact]
    public async Task The_page_shows_the_help_of_every_verb()
    {
        var overview = await HelpAsync();
        var verbs = VerbLine().Matches(overview[..overview.IndexOf("Options:", StringComparison.Ordinal)]);
        var page = new StringBuilder(Section("usher", overview));
        foreach (var verb in verbs.Select(match => match.Groups["verb"].Value))
        {
            page.Append(Section($"usher {verb}", await HelpAsync(verb.Split(' '))));
        }

        Assert.Equal(13, verbs.Count);
        Assert.All(page.ToString().Split('\n'), line => Assert.True(line.Length <= MaxColumns, line));
        GeneratedPage.Check("command-line.md", page.ToString());
    }

    /// <summary>What each verb's exit codes are is said once, in words of the help.</summary>
    [Fact]
    public void The_package_is_installed_as_the_readme_says()
    {
        var page = File.ReadAllText(Path.Combine(Repository.Root, "docs", "command-line.md"));

        Assert.Contains("dotnet tool install --global Usher.Cli --source artifacts/tool", page, StringComparison.Ordinal);
    }

    private static async Task<string> HelpAsync(params string[] verb)
    {
        var (exitCode, output, error) = await UsherProcess.RunAsync((string?)null, [.. verb, "--help"]);
        Assert.Equal((0, ""), (exitCode, error));
        return string.Join('\n', output.Split('\n').Select(line => line.TrimEnd())).Trim();
    }

    private static string Section(string command, string help) =>
        $"""

            ## `{command}`

            ```text
            {help}
            ```

            """;

    [GeneratedRegex("^  (?<verb>[a-z]+(?: [a-z]+)?)  +[A-Z]", RegexOptions.Multiline)]
    private static partial Regex VerbLine();
}
