namespace Usher.LocalHost.Processes;

/// <summary>Programs on the PATH.</summary>
internal static class Executable
{
    private const string NodeAdvice = "Install Node.js 20 or later from https://nodejs.org and try again.";

    /// <exception cref="LocalHostException">It was not found; the message ends with <paramref name="advice"/>.</exception>
    public static string Find(string name, string advice) =>
        FindAny(name) ?? throw new LocalHostException($"{name} was not found on the PATH. {advice}");

    /// <summary>The full path of the first one found; null if there is none.</summary>
    public static string? FindAny(params IEnumerable<string> names)
    {
        var folders = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries);
        return names.SelectMany(name => folders.Select(folder => Path.Combine(folder, name))).FirstOrDefault(File.Exists);
    }

    public static string Node() => Find("node", NodeAdvice);

    public static string Npm() => Find("npm", NodeAdvice);

    /// <summary>The dotnet executable that runs this process, if one does.</summary>
    public static string Dotnet() =>
        Environment.ProcessPath is { } path && Path.GetFileNameWithoutExtension(path) == "dotnet"
            ? path
            : Find("dotnet", "Install the .NET 10 SDK from https://dotnet.microsoft.com and try again.");
}
