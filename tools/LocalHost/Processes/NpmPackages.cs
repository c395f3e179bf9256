namespace Usher.LocalHost.Processes;

/// <summary>The npm packages that a folder's lock file pins, installed on first use and again whenever that file changes.</summary>
internal static class NpmPackages
{
    /// <summary>Safe for concurrent processes: one installs, the others wait.</summary>
    /// <param name="folder">The folder with package.json and package-lock.json.</param>
    /// <param name="what">Its display name.</param>
    /// <param name="report">Takes a line for the person at the terminal.</param>
    /// <param name="clock">Paces the wait for the others.</param>
    /// <param name="cancellationToken">Ends the installation.</param>
    /// <exception cref="LocalHostException">Node.js is missing, or npm ci failed.</exception>
    public static async Task InstallAsync(
        string folder,
        string what,
        Action<string> report,
        TimeProvider clock,
        CancellationToken cancellationToken
    )
    {
        if (IsInstalled(folder))
        {
            return;
        }

        await using var held = await FileLock.AcquireAsync(Path.Combine(Repository.Artifacts, "npm-ci.lock"), clock, cancellationToken);
        if (!IsInstalled(folder))
        {
            report($"Installing {what} with npm, once...");
            string[] arguments = ["ci", "--no-audit", "--no-fund", "--loglevel=error"];
            await CommandRun.RunAsync(new ChildCommand(Executable.Npm(), arguments, folder), $"npm ci in {folder}", cancellationToken);
        }
    }

    // npm writes its hidden lock file last: an interrupted installation lacks it.
    private static bool IsInstalled(string folder)
    {
        var installed = new FileInfo(Path.Combine(folder, "node_modules", ".package-lock.json"));
        return installed.Exists && installed.LastWriteTimeUtc >= File.GetLastWriteTimeUtc(Path.Combine(folder, "package-lock.json"));
    }
}
