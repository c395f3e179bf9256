using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Usher.LocalHost.Processes;

namespace Usher.LocalHost.Configuration;

/// <summary>The folder that one development host at a time keeps its state in: Azurite's files, the keys, the timers' states.</summary>
internal sealed class DataFolder : IDisposable
{
    private readonly string path;
    private readonly FileStream held;

    private DataFolder(string path, FileStream held)
    {
        this.path = path;
        this.held = held;
    }

    public string Azurite => Path.Combine(path, "azurite");

    public string Timers => Path.Combine(path, "timers");

    /// <exception cref="LocalHostException">Another development host works on this folder.</exception>
    public static DataFolder Open(string path) =>
        FileLock.TryAcquire(Path.Combine(path, "lock")) is { } held
            ? new DataFolder(path, held)
            : throw new LocalHostException($"{path} is in use by another development host. Stop that one, or give this one a folder of its own with --data.");

    /// <summary>The keys to the app and its secrets, each made once and kept: what was stored under them stays readable.</summary>
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

        return new DevelopmentKeys((string)keys["apiKey"]!, (string)keys["managementKey"]!, (string)keys["tokenKey"]!, (string)keys["encryptionKey"]!);
    }

    /// <summary>Whole or not at all: a kill in between leaves the old file. Nobody else may read it.</summary>
    public static void WriteThenRename(string file, string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
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

    public void Dispose() => held.Dispose();
}

/// <param name="ApiKey">Of the project "local".</param>
/// <param name="ManagementKey">Opens the management API.</param>
/// <param name="TokenKey">32 bytes, base64.</param>
/// <param name="EncryptionKey">32 bytes, base64.</param>
internal sealed record DevelopmentKeys(string ApiKey, string ManagementKey, string TokenKey, string EncryptionKey);
