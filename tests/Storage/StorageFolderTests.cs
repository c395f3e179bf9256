using System.Text.RegularExpressions;
using Usher.LocalHost;

namespace Usher.Tests.Storage;

public sealed partial class StorageFolderTests
{
    [Fact]
    public void No_other_folder_of_the_app_sees_the_SDK_of_storage()
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
