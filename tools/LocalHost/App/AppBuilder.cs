using Usher.LocalHost.Processes;

namespace Usher.LocalHost.App;

/// <summary>Builds this repository's function app.</summary>
internal static class AppBuilder
{
    private static readonly string Source = Path.Combine(Repository.Root, "functions");

    /// <param name="folder">Where the app is put, beside host.json and worker.config.json. Nothing that runs from it may run now.</param>
    /// <param name="report">Takes a line for the person at the terminal.</param>
    /// <param name="clock">Paces the wait for another build.</param>
    /// <param name="cancellationToken">Ends the build.</param>
    /// <exception cref="LocalHostException">The build failed; the message holds what it wrote.</exception>
    public static async Task BuildAsync(string folder, Action<string> report, TimeProvider clock, CancellationToken cancellationToken)
    {
        // What lies between source and output is the same for all folders.
        await using var held = await FileLock.AcquireAsync(Path.Combine(Repository.Artifacts, "build.lock"), clock, cancellationToken);
        var stamp = new FileInfo(Path.Combine(folder, "built"));
        if (stamp.Exists && !ChangedSince(stamp.LastWriteTimeUtc))
        {
            return;
        }

        report("Building...");
        var begun = clock.GetUtcNow();

        // Build servers would stay behind as processes of ours. The code is analysed when it is built by those who change it; those who
        // start it should not wait for that.
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

    // A build takes ten seconds to find out that nothing has changed. A folder changes with what is added to it and removed.
    private static bool ChangedSince(DateTime time) =>
        new DirectoryInfo(Source)
            .EnumerateFileSystemInfos("*", SearchOption.AllDirectories)
            .Concat(new DirectoryInfo(Repository.Root).EnumerateFiles())
            .Append(new DirectoryInfo(Source))
            .Any(source => source.LastWriteTimeUtc >= time);
}
