using System.IO.Compression;
using Usher.LocalHost;
using Usher.LocalHost.Processes;
using Usher.Tests.Support;

namespace Usher.Tests.Commands;

/// <summary>The tool as operators get it: packed, installed from that package alone, and run.</summary>
public sealed class InstallationTests(AzuriteFixture azurite)
{
    [Fact]
    public async Task The_package_installs_and_runs()
    {
        using var folder = new TemporaryFolder();
        var (packages, tools) = (Path.Combine(folder.Path, "packages"), Path.Combine(folder.Path, "tools"));

        // Build servers would stay behind as processes of ours.
        var project = Path.Combine(Repository.Root, "tools", "Usher.Cli");
        await DotnetAsync(
            "pack",
            project,
            "--no-build",
            "--configuration",
            BuildOutput.Configuration,
            "--output",
            packages,
            "--disable-build-servers"
        );
        await DotnetAsync("tool", "install", "Usher.Cli", "--source", packages, "--tool-path", tools);
        var help = await UsherAsync("--help");
        var created = await UsherAsync("projects", "create", "acme");

        Assert.Contains("usher [command]", help, StringComparison.Ordinal);
        Assert.StartsWith("Project acme is created.", created, StringComparison.Ordinal);
        Assert.Equal(["Usher.Cli.deps.json", "Usher.Cli.runtimeconfig.json"], JsonFiles(Assert.Single(Directory.GetFiles(packages))));

        Task<string> UsherAsync(params string[] arguments) => RunAsync(Path.Combine(tools, "usher"), arguments);
    }

    /// <summary>What belongs to the app, like host.json, has no place in the tool.</summary>
    private static IEnumerable<string> JsonFiles(string package)
    {
        using var archive = ZipFile.OpenRead(package);
        return [.. archive.Entries.Select(entry => entry.Name).Where(name => name.EndsWith(".json", StringComparison.Ordinal)).Order()];
    }

    private Task<string> DotnetAsync(params string[] arguments) => RunAsync(Executable.Find("dotnet", "It packs the tool."), arguments);

    /// <returns>What it printed.</returns>
    private async Task<string> RunAsync(string executable, params string[] arguments)
    {
        using var process = UsherProcess.Start(
            executable,
            new Dictionary<string, string?> { ["AzureWebJobsStorage"] = azurite.ConnectionString },
            arguments
        );
        var (exitCode, output, error) = await UsherProcess.EndAsync(process);
        Assert.True(exitCode == 0, output + error);
        return output;
    }
}
