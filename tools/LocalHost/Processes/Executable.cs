namespace Usher.LocalHost.Processes;

internal static class Executable
{
    /// <summary>The full path of a program on the PATH.</summary>
    /// <exception cref="LocalHostException">It is not there; the message ends with <paramref name="advice"/>.</exception>
    public static string Find(string name, string advice) => FindAny(name) ?? throw new LocalHostException($"{name} was not found on the PATH. {advice}");

    /// <summary>The full path of the first of these programs that is on the PATH; null: none of them.</summary>
    public static string? FindAny(params ReadOnlySpan<string> names)
    {
        var folders = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries);
        foreach (var name in names)
        {
            if (folders.Select(folder => Path.Combine(folder, name)).FirstOrDefault(File.Exists) is { } found)
            {
                return found;
            }
        }

        return null;
    }

    public static string Node() => Find("node", NodeAdvice);

    public static string Npm() => Find("npm", NodeAdvice);

    private const string NodeAdvice = "Install Node.js 20 or later from https://nodejs.org and try again.";
}
