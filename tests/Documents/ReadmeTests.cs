using System.Text.RegularExpressions;
using Usher.LocalHost;

namespace Usher.Tests.Documents;

public sealed partial class ReadmeTests
{
    private const int MaxLines = 200;

    private static readonly string Readme = Read("README.md");

    [Fact]
    public void It_is_short_enough_to_read_in_one_go() => Assert.InRange(Readme.Split('\n').Length, 1, MaxLines);

    [Fact]
    public void The_lifecycle_diagram_is_the_transition_table()
    {
        var expected = LifecycleDiagram.Draw();

        Assert.True(
            Read("docs/how-it-works.md").Contains(expected, StringComparison.Ordinal),
            $"docs/how-it-works.md does not hold the diagram of BotTransitions, which is:\n{expected}"
        );
    }

    [Fact]
    public void Every_folder_on_the_map_exists()
    {
        var page = Read("CONTRIBUTING.md");
        var folders = page[page.IndexOf("## The folders", StringComparison.Ordinal)..]
            .Split('\n')
            .SkipWhile(line => line != "```")
            .Skip(1)
            .TakeWhile(line => line != "```")
            .Select(line => line.Split("  ", 2)[0].Trim())
            .Where(path => path.Length > 0)
            .ToList();

        Assert.NotEmpty(folders);
        Assert.All(folders, path => Assert.True(Path.Exists(Path.Combine(Repository.Root, path)), $"{path} does not exist."));
    }

    [Fact]
    public void Every_file_of_a_walk_through_exists()
    {
        var paths = PathInText().Matches(Read("CONTRIBUTING.md")).Select(match => match.Groups["path"].Value).ToList();

        Assert.NotEmpty(paths);
        Assert.All(paths, path => Assert.True(Path.Exists(Path.Combine(Repository.Root, path)), $"{path} does not exist."));
    }

    [GeneratedRegex("`(?<path>(?:functions|tests|docs)/[A-Za-z0-9/.-]+)`", RegexOptions.CultureInvariant)]
    private static partial Regex PathInText();

    private static string Read(string path) => File.ReadAllText(Path.Combine(Repository.Root, path));
}
