using System.Text.RegularExpressions;
using Usher.LocalHost;

namespace Usher.Tests.Documents;

/// <summary>How source files are laid out; whatever CSharpier enforces is not checked again.</summary>
public sealed partial class LayoutTests
{
    private const int MaxColumns = 140;

    private static readonly IReadOnlyList<(string Path, string Text)> Files =
    [
        .. from folder in new[] { "functions", "tools", "tests" }
        from file in Directory.EnumerateFiles(Path.Combine(Repository.Root, folder), "*.cs", SearchOption.AllDirectories)
        let path = Path.GetRelativePath(Repository.Root, file)
        where !path.Split('/').Any(part => part is "obj" or "bin" or "node_modules")
        select (path, File.ReadAllText(file)),
    ];

    /// <summary>The folders of the app, from the inside out: each may use only those before it.</summary>
    private static readonly string[] InsideOut =
    [
        "Bots",
        "Meetings",
        "Wire",
        "Configuration",
        "Telemetry",
        "Storage",
        "Commanding",
        "Webhooks",
        "Runner",
        "Verification",
        "Lifecycle",
        "Api",
        "Dashboard",
    ];

    [Fact]
    public void Knowledge_points_inward()
    {
        var folders = Directory
            .GetDirectories(Path.Combine(Repository.Root, "functions"))
            .Select(folder => Path.GetFileName(folder))
            .Where(folder => folder is not ("bin" or "obj"));
        Assert.Equal(folders.Order(StringComparer.Ordinal), InsideOut.Order(StringComparer.Ordinal));

        Assert.Empty(
            from file in Files
            let parts = file.Path.Split('/')
            where parts is ["functions", _, _, ..]
            from known in UsingOfTheApp().Matches(file.Text).Select(known => known.Groups["folder"].Value)
            where Array.IndexOf(InsideOut, known) > Array.IndexOf(InsideOut, parts[1])
            select $"{file.Path} knows {known}."
        );
    }

    /// <summary>A partial type may have one file per part: Type.Part.cs.</summary>
    [Fact]
    public void Each_file_holds_one_type_and_has_its_name() =>
        Assert.Empty(
            from file in Files
            from type in TopLevelType().Matches(file.Text).Select(type => type.Groups["name"].Value)
            where type != Path.GetFileName(file.Path).Split('.')[0]
            select $"{file.Path}: {type}"
        );

    /// <summary>
    /// CSharpier breaks statements but not comments; a literal may be longer if splitting it would make it harder to read.
    /// </summary>
    [Fact]
    public void No_line_is_too_long() =>
        Assert.Empty(
            from file in Files
            from line in file.Text.Split('\n')
            where line.Length > MaxColumns && !line.Contains('"', StringComparison.Ordinal)
            select $"{file.Path}: {line.Trim()}"
        );

    [GeneratedRegex(@"^using (?:static )?Usher\.(?<folder>\w+)", RegexOptions.Multiline)]
    private static partial Regex UsingOfTheApp();

    [GeneratedRegex(
        @"^(?:(?:public|internal|sealed|static|abstract|partial|readonly|ref|unsafe) )*"
            + @"(?:class|struct|interface|enum|record(?: class| struct)?) (?<name>\w+)",
        RegexOptions.Multiline
    )]
    private static partial Regex TopLevelType();
}
