using System.IO.Compression;
using Usher.LocalHost;
using Usher.LocalHost.Processes;
using Usher.Tests.Support;

namespace Usher.Tests.Commands;

/// <summary>The tool as operators get it: packed, installed from the package alone, and run.</summary>
public sealed class InstallationTests(AzuriteFixture azurite)
{
    [Fact]
    public async Task The_package_installs_and_runs()
    {
        using var folder = new TemporaryFolder();
        var (packages, tools) = (Path.Combine(folder.Path, "packages"), Path.Combine(folder.Path, "tools"));

        // Without this, build servers would outlive the test.
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
        Assert.StartsWith("Created project acme.", created, StringComparison.Ordinal);
        Assert.Equal(["Usher.Cli.deps.json", "Usher.Cli.runtimeconfig.json"], JsonFiles(Assert.Single(Directory.GetFiles(packages))));

        Task<string> UsherAsync(params string[] arguments) => RunAsync(Path.Combine(tools, "usher"), arguments);
    }

    /// <summary>The app's own files, such as host.json, do not belong in the tool.</summary>
    private static IEnumerable<string> JsonFiles(string package)
    {
        using var archive = ZipFile.OpenRead(package);
        return [.. archive.Entries.Select(entry => entry.Name).Where(name => name.EndsWith(".json", StringComparison.Ordinal)).Order()];
    }

    private Task<string> DotnetAsync(params string[] arguments) => RunAsync(Executable.Find("dotnet", "It packs the tool."), arguments);

    /// <returns>Its output.</returns>
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
