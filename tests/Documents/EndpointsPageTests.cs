using System.Text;
using Usher.Api.Description;
using Usher.LocalHost;

namespace Usher.Tests.Documents;

/// <summary>docs/endpoints.md lists the operations that the app describes.</summary>
public sealed class EndpointsPageTests
{
    private const string Begin = "<!-- operations -->\n";
    private const string End = "<!-- end of operations -->";

    [Fact]
    public void The_page_lists_every_operation()
    {
        var page = File.ReadAllText(Path.Combine(Repository.Root, "docs", "endpoints.md"));
        var expected = Tables();

        var listed = page[(page.IndexOf(Begin, StringComparison.Ordinal) + Begin.Length)..page.IndexOf(End, StringComparison.Ordinal)];

        Assert.True(listed == expected, $"docs/endpoints.md must hold between its marks:\n{expected}");
    }

    /// <summary>One table for each tag; an operation with several paths takes one line.</summary>
    private static string Tables()
    {
        var text = new StringBuilder();
        foreach (var tag in ApiDescription.Operations.GroupBy(operation => operation.Tag))
        {
            text.Append("\n## ").Append(tag.Key).Append("\n\n| request | does |\n| --- | --- |\n");
            foreach (var operation in tag.GroupBy(operation => (operation.Method, Summary: operation.Summary.Split(", at /")[0])))
            {
                var paths = string.Join("<br>", operation.Select(at => $"`{operation.Key.Method} {at.Path}`"));
                text.Append("| ").Append(paths).Append(" | ").Append(operation.Key.Summary).Append(" |\n");
            }
        }

        return text.Append('\n').ToString();
    }
}
