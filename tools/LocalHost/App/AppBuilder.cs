using Usher.LocalHost.Processes;

namespace Usher.LocalHost.App;

/// <summary>Builds this repository's function app.</summary>
internal static class AppBuilder
{
    private static readonly string Source = Path.Combine(Repository.Root, "functions");

    /// <param name="folder">Where to put the app, together with host.json and worker.config.json. Nothing may be running from it.</param>
    /// <param name="report">Takes a line for the person at the terminal.</param>
    /// <param name="clock">Paces the wait for another build.</param>
    /// <param name="cancellationToken">Ends the build.</param>
    /// <exception cref="LocalHostException">The build failed; the message contains its output.</exception>
    public static async Task BuildAsync(string folder, Action<string> report, TimeProvider clock, CancellationToken cancellationToken)
    {
        // The intermediate files between source and output are shared by all folders.
        await using var held = await FileLock.AcquireAsync(Path.Combine(Repository.Artifacts, "build.lock"), clock, cancellationToken);
        var stamp = new FileInfo(Path.Combine(folder, "built"));
        if (stamp.Exists && !ChangedSince(stamp.LastWriteTimeUtc))
        {
            return;
        }

        report("Building...");
        var begun = clock.GetUtcNow();

        // Without this, build servers would outlive us. Code analysis is for those who change the code; those who only start it should not
        // wait for it.
        string[] arguments =
        [
            "build",
            Source,
            "--configuration",
            "Release",
            "--output",
            folder,
            "--disable-build-servers",
            "--nologo",
            "--verbosity",
            "quiet",
            "-p:RunAnalyzers=false",
        ];
        await CommandRun.RunAsync(new ChildCommand(Executable.Dotnet(), arguments, Repository.Root), "dotnet build", cancellationToken);
        await File.WriteAllTextAsync(stamp.FullName, "", cancellationToken);
        stamp.LastWriteTimeUtc = begun.UtcDateTime;
    }

    // A build takes ten seconds to find out that nothing has changed. A folder's time changes when something is added or removed.
    private static bool ChangedSince(DateTime time) =>
        new DirectoryInfo(Source)
            .EnumerateFileSystemInfos("*", SearchOption.AllDirectories)
            .Concat(new DirectoryInfo(Repository.Root).EnumerateFiles())
            .Append(new DirectoryInfo(Source))
            .Any(source => source.LastWriteTimeUtc >= time);
}
