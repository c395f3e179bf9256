using System.Text.RegularExpressions;
using Usher.LocalHost;

namespace Usher.Tests.Documents;

/// <summary>Every link between pages of this repository resolves, including its heading.</summary>
public sealed partial class LinkTests
{
    private static readonly IReadOnlyList<string> Pages =
    [
        .. Directory.EnumerateFiles(Repository.Root, "*.md"),
        .. Directory.EnumerateFiles(Path.Combine(Repository.Root, "docs"), "*.md", SearchOption.AllDirectories),
        .. Directory.EnumerateFiles(Path.Combine(Repository.Root, "infra"), "*.md"),
    ];

    [Fact]
    public void Links_resolve()
    {
        var links = (
            from page in Pages
            from link in Link().Matches(File.ReadAllText(page))
            let target = link.Groups["target"].Value
            where !target.Contains(':', StringComparison.Ordinal) && !target.StartsWith("../../actions/", StringComparison.Ordinal)
            select (Page: page, Target: target)
        ).ToList();

        Assert.NotEmpty(links);
        Assert.Empty(
            links
                .Where(link => !IsThere(link.Page, link.Target))
                .Select(link => $"{Path.GetRelativePath(Repository.Root, link.Page)}: {link.Target}")
        );
    }

    private static bool IsThere(string page, string target)
    {
        var (path, anchor) = target.Split('#', 2) is [var file, var heading] ? (file, heading) : (target, null);
        var full = path.Length == 0 ? page : Path.GetFullPath(Path.Combine(Path.GetDirectoryName(page)!, path));
        return Path.Exists(full)
            && (anchor is null || Heading().Matches(File.ReadAllText(full)).Any(found => Anchor(found.Groups["text"].Value) == anchor));
    }

    /// <summary>The anchor that GitHub derives from a heading.</summary>
    private static string Anchor(string heading) =>
        string.Concat(
                heading.Trim().ToLowerInvariant().Where(character => char.IsLetterOrDigit(character) || character is ' ' or '-' or '_')
            )
            .Replace(' ', '-');

    [GeneratedRegex(@"\]\((?<target>[^)\s]+)\)")]
    private static partial Regex Link();

    [GeneratedRegex(@"^#+ (?<text>.+)$", RegexOptions.Multiline)]
    private static partial Regex Heading();
}
