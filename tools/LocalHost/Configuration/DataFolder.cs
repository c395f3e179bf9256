using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Usher.LocalHost.Processes;

namespace Usher.LocalHost.Configuration;

/// <summary>
/// The folder that holds one development host's state: the built app, Azurite's files, the keys. One host at a time can use it.
/// </summary>
internal sealed class DataFolder : IDisposable
{
    private readonly string path;
    private readonly FileStream held;

    private DataFolder(string path, FileStream held) => (this.path, this.held) = (path, held);

    /// <summary>Kept separate from other builds, so that none of them overwrites a running app.</summary>
    public string App => Path.Combine(path, "app");

    public string Azurite => Path.Combine(path, "azurite");

    /// <exception cref="LocalHostException">Another development host is using this folder.</exception>
    public static DataFolder Open(string path) =>
        FileLock.TryAcquire(Path.Combine(path, "lock")) is { } held
            ? new DataFolder(path, held)
            : throw new LocalHostException(
                $"{path} is in use by another development host. Stop that one, or give this one its own folder with --data."
            );

    /// <summary>Each key is created once and kept: data stored with it stays readable.</summary>
    public DevelopmentKeys Keys()
    {
        var file = Path.Combine(path, "keys.json");
        var keys = File.Exists(file) ? JsonNode.Parse(File.ReadAllText(file))!.AsObject() : [];
        var kept = keys.ToJsonString();
        keys["apiKey"] ??= "usher_" + RandomNumberGenerator.GetHexString(32, lowercase: true);
        keys["managementKey"] ??= "manage_" + RandomNumberGenerator.GetHexString(32, lowercase: true);
        keys["tokenKey"] ??= Convert.ToBase64String(RandomNumberGenerator.GetBytes(32));
        keys["encryptionKey"] ??= Convert.ToBase64String(RandomNumberGenerator.GetBytes(32));
        if (keys.ToJsonString() is var all && all != kept)
        {
            WriteThenRename(file, all);
        }

        return new DevelopmentKeys(
            (string)keys["apiKey"]!,
            (string)keys["managementKey"]!,
            (string)keys["tokenKey"]!,
            (string)keys["encryptionKey"]!
        );
    }

    public void Dispose() => held.Dispose();

    // All or nothing: a kill in between leaves the old file. Only the owner may read it.
    private static void WriteThenRename(string file, string text)
    {
        File.Delete(file + "~");
        var ours = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            ours.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        using (var writer = new StreamWriter(file + "~", ours))
        {
            writer.Write(text);
        }

        File.Move(file + "~", file, overwrite: true);
    }
}
