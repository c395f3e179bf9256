using System.Text.RegularExpressions;
using Usher.LocalHost;

namespace Usher.Tests.Storage;

public sealed partial class StorageFolderTests
{
    [Fact]
    public void Only_the_storage_folder_references_the_storage_SDK()
    {
        var functions = Path.Combine(Repository.Root, "functions");
        var storage = Path.Combine(functions, "Storage") + Path.DirectorySeparatorChar;

        var others = Directory
            .EnumerateFiles(functions, "*.cs", SearchOption.AllDirectories)
            .Where(file => !file.StartsWith(storage, StringComparison.Ordinal) && SdkPattern().IsMatch(File.ReadAllText(file)));

        Assert.Empty(others.Select(file => Path.GetRelativePath(functions, file)));
    }

    [GeneratedRegex(@"\bAzure\.(Data\.Tables|Storage)\b", RegexOptions.NonBacktracking)]
    private static partial Regex SdkPattern();
}
