using Usher.LocalHost.Processes;

namespace Usher.LocalHost.Storage;

/// <summary>The pinned npm package, installed on first use and again whenever its lock file changes.</summary>
internal static class AzuritePackage
{
    private static readonly string Folder = Path.Combine(Repository.Root, "tools", "LocalHost", "azurite");

    public static string Script { get; } = Path.Combine(Folder, "node_modules", "azurite", "dist", "src", "azurite.js");

    /// <summary>Safe when several processes come here at once: one installs, the others wait.</summary>
    public static async Task InstallAsync(Guard guard, Action<string> report, TimeProvider clock, CancellationToken cancellationToken)
    {
        if (IsInstalled())
        {
            return;
        }

        await using var held = await FileLock.AcquireAsync(Path.Combine(Repository.Artifacts, "npm-ci.lock"), clock, cancellationToken);
        if (IsInstalled())
        {
            return;
        }

        report("Installing Azurite with npm, once...");
        var lines = new List<string>();
        var command = new ChildCommand(Executable.Npm(), ["ci", "--no-audit", "--no-fund", "--loglevel=error"], Folder, ProcessSignal.Terminate);
        await using var npm = ChildProcess.Start(command, guard, (line, _) =>
        {
            lock (lines)
            {
                lines.Add(line);
            }
        });
        var exitCode = await npm.Exited.WaitAsync(cancellationToken);
        if (exitCode != 0)
        {
            await npm.OutputEnded;
            throw new LocalHostException($"npm ci in {Folder} failed with exit code {exitCode}:{Environment.NewLine}{string.Join(Environment.NewLine, lines)}");
        }
    }

    // npm writes its hidden lock file last: an installation that was cut short does not have it.
    private static bool IsInstalled()
    {
        var installed = new FileInfo(Path.Combine(Folder, "node_modules", ".package-lock.json"));
        return installed.Exists && installed.LastWriteTimeUtc >= File.GetLastWriteTimeUtc(Path.Combine(Folder, "package-lock.json"));
    }
}
