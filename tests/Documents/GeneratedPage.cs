using Usher.LocalHost;

namespace Usher.Tests.Documents;

/// <summary>A page of docs/ that is generated from its first section on; what is before it is written by hand.</summary>
internal static class GeneratedPage
{
    /// <param name="name">Of the file in docs/.</param>
    /// <param name="generated">From an empty line and <c>## </c> on.</param>
    public static void Check(string name, string generated)
    {
        var page = File.ReadAllText(Path.Combine(Repository.Root, "docs", name));
        var first = page.IndexOf("\n## ", StringComparison.Ordinal);
        var expected = page[..(first < 0 ? page.Length : first)] + generated;
        if (page != expected)
        {
            var folder = Directory.CreateDirectory(Path.Combine(Repository.Root, "artifacts", "docs"));
            File.WriteAllText(Path.Combine(folder.FullName, name), expected);
            Assert.Fail($"docs/{name} is out of date. Replace it with artifacts/docs/{name}.");
        }
    }
}
