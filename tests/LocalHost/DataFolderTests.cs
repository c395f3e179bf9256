using Usher.LocalHost.Configuration;
using Usher.Tests.Support;

namespace Usher.Tests.LocalHost;

public sealed class DataFolderTests
{
    [Fact]
    public void Keys_are_kept_and_keys_missing_from_an_older_folder_are_added()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(Path.Combine(folder.Path, "keys.json"), """{"apiKey":"a","tokenKey":"t","encryptionKey":"e"}""");
        using var data = DataFolder.Open(folder.Path);

        var (first, second) = (data.Keys(), data.Keys());

        Assert.Equal(first, second);
        Assert.Equal(("a", "t", "e"), (first.ApiKey, first.TokenKey, first.EncryptionKey));
        Assert.StartsWith("manage_", first.ManagementKey, StringComparison.Ordinal);
        Assert.True(
            OperatingSystem.IsWindows()
                || File.GetUnixFileMode(Path.Combine(folder.Path, "keys.json")) == (UnixFileMode.UserRead | UnixFileMode.UserWrite)
        );
    }
}
