namespace Usher.LocalHost.Processes;

/// <summary>The npm packages that a folder's lock file pins, installed on first use and again whenever that file changes.</summary>
internal static class NpmPackages
{
    /// <summary>Safe when several processes come here at once: one installs, the others wait.</summary>
    /// <param name="folder">The one with package.json and package-lock.json.</param>
    /// <param name="what">Its name for people.</param>
    /// <exception cref="LocalHostException">Node.js is missing, or npm ci failed.</exception>
    public static async Task InstallAsync(string folder, string what, Guard guard, Action<string> report, TimeProvider clock, CancellationToken cancellationToken)
    {
        if (IsInstalled(folder))
        {
            return;
        }

        await using var held = await FileLock.AcquireAsync(Path.Combine(Repository.Artifacts, "npm-ci.lock"), clock, cancellationToken);
        if (IsInstalled(folder))
        {
            return;
        }

        report($"Installing {what} with npm, once...");
        var lines = new List<string>();
        var command = new ChildCommand(Executable.Npm(), ["ci", "--no-audit", "--no-fund", "--loglevel=error"], folder, ProcessSignal.Terminate);
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
            throw new LocalHostException($"npm ci in {folder} failed with exit code {exitCode}:{Environment.NewLine}{string.Join(Environment.NewLine, lines)}");
        }
    }

    // npm writes its hidden lock file last: an installation that was cut short does not have it.
    private static bool IsInstalled(string folder)
    {
        var installed = new FileInfo(Path.Combine(folder, "node_modules", ".package-lock.json"));
        return installed.Exists && installed.LastWriteTimeUtc >= File.GetLastWriteTimeUtc(Path.Combine(folder, "package-lock.json"));
    }
}
