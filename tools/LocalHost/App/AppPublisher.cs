using System.Runtime.InteropServices;
using Usher.LocalHost.Processes;

namespace Usher.LocalHost.App;

/// <summary>Publishes this repository's function app: host.json and one folder per function beside the executable.</summary>
internal static class AppPublisher
{
    private static readonly string Triggers = Path.Combine(Repository.Root, "functions", "Triggers");

    public static string Folder { get; } = Path.Combine(Repository.Artifacts, "publish", "usher");

    /// <summary>A second or two when nothing has changed: MSBuild compares.</summary>
    /// <exception cref="LocalHostException">The build failed; the message holds what it printed.</exception>
    public static async Task<string> PublishAsync(Guard guard, Action<string> report, TimeProvider clock, CancellationToken cancellationToken)
    {
        // Two at once would write the same files.
        await using var held = await FileLock.AcquireAsync(Path.Combine(Repository.Artifacts, "publish.lock"), clock, cancellationToken);
        report("Building...");
        RemoveFunctionsWithoutSource();

        // Build servers would stay behind as processes of ours.
        var dotnet = Environment.ProcessPath is { } path && Path.GetFileNameWithoutExtension(path) == "dotnet" ? path : "dotnet";
        var runtime = (OperatingSystem.IsMacOS() ? "osx-" : "linux-") + RuntimeInformation.OSArchitecture.ToString().ToLowerInvariant();

        // The code is analysed when it is built by those who change it; those who start it should not wait for that.
        string[] arguments =
        [
            "publish", Path.Combine(Repository.Root, "functions"), "--configuration", "Release", "--runtime", runtime,
            "--self-contained", "false", "--output", Folder, "--disable-build-servers", "--nologo", "--verbosity", "quiet",
            "-p:RunAnalyzers=false",
        ];
        var lines = new List<string>();
        await using var publish = ChildProcess.Start(
            new ChildCommand(dotnet, arguments, Repository.Root, ProcessSignal.Terminate), guard, (line, _) =>
            {
                lock (lines)
                {
                    lines.Add(line);
                }
            });
        var exitCode = await publish.Exited.WaitAsync(cancellationToken);
        if (exitCode != 0)
        {
            await publish.OutputEnded;
            throw new LocalHostException($"dotnet publish failed with exit code {exitCode}:{Environment.NewLine}{string.Join(Environment.NewLine, lines)}");
        }

        return Folder;
    }

    // dotnet publish never removes: the function of a deleted function.json would live on.
    private static void RemoveFunctionsWithoutSource()
    {
        foreach (var file in Directory.Exists(Folder) ? Directory.GetFiles(Folder, "function.json", SearchOption.AllDirectories) : [])
        {
            if (!File.Exists(Path.Combine(Triggers, Path.GetRelativePath(Folder, file))))
            {
                File.Delete(file);
            }
        }
    }
}
