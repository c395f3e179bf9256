using System.Diagnostics;
using System.Text.Json;
using Usher.LocalHost;
using Usher.Tests.Support;

namespace Usher.Tests.Documents;

/// <summary>
/// The built output, where <c>dotnet run --project functions</c> starts the app, holds everything that <c>func start</c> needs. Source:
/// decision record 0015, and the way the host itself loads a worker, its functions and their extensions.
/// </summary>
public sealed class FuncStartTests
{
    private const string Runtime = "dotnet-isolated";

    [Fact]
    public void The_built_host_settings_match_the_repositorys() =>
        Assert.Equal(Top("host.json"), File.ReadAllText(Path.Combine(BuildOutput.App, "host.json")));

    [Fact]
    public void The_worker_is_the_built_app()
    {
        var worker = Built("worker.config.json").GetProperty("description");

        Assert.Equal(Runtime, worker.GetProperty("language").GetString());
        Assert.Equal("dotnet", worker.GetProperty("defaultExecutablePath").GetString());
        Assert.True(File.Exists(Path.Combine(BuildOutput.App, worker.GetProperty("defaultWorkerPath").GetString()!)));
    }

    [Fact]
    public void Every_function_is_declared_to_the_host()
    {
        var told = Built("functions.metadata").EnumerateArray().Select(function => function.GetProperty("name").GetString()!);

        var written = typeof(UsherApp)
            .Assembly.GetTypes()
            .SelectMany(type => type.GetMethods())
            .SelectMany(method => method.GetCustomAttributes(typeof(Microsoft.Azure.Functions.Worker.FunctionAttribute), inherit: false))
            .Select(attribute => ((Microsoft.Azure.Functions.Worker.FunctionAttribute)attribute).Name);
        Assert.Equal(written.Order(), told.Order());
    }

    [Fact]
    public void Every_triggers_extension_is_present()
    {
        // HTTP and timers are built into the host.
        Dictionary<string, string?> extensionOf = new()
        {
            ["httpTrigger"] = null,
            ["timerTrigger"] = null,
            ["queueTrigger"] = "AzureStorageQueues",
            ["orchestrationTrigger"] = "DurableTask",
            ["activityTrigger"] = "DurableTask",
        };
        var triggers = Built("functions.metadata")
            .EnumerateArray()
            .SelectMany(function => function.GetProperty("bindings").EnumerateArray())
            .Select(binding => binding.GetProperty("type").GetString()!)
            .Where(type => type.EndsWith("Trigger", StringComparison.Ordinal));

        var extensions = Built("extensions.json")
            .GetProperty("extensions")
            .EnumerateArray()
            .ToDictionary(
                extension => extension.GetProperty("name").GetString()!,
                extension => extension.GetProperty("hintPath").GetString()!
            );

        Assert.Equal(extensionOf.Keys.Order(), triggers.Distinct().Order());
        Assert.All(
            extensionOf.Values.OfType<string>(),
            extension => Assert.True(File.Exists(Path.Combine(BuildOutput.App, extensions[extension])), $"{extension} has no assembly.")
        );
        Assert.True(File.Exists(Path.Combine(BuildOutput.App, ".azurefunctions", "function.deps.json")));
    }

    [Fact]
    public void The_sample_names_the_worker_runtime_and_the_storage()
    {
        var values = JsonElement.Parse(Top("local.settings.sample.json")).GetProperty("Values");

        Assert.Equal(Runtime, values.GetProperty("FUNCTIONS_WORKER_RUNTIME").GetString());
        Assert.Equal("UseDevelopmentStorage=true", values.GetProperty("AzureWebJobsStorage").GetString());
    }

    [Fact]
    public void Top_level_settings_are_copied_to_the_output_but_never_into_a_package()
    {
        using var copy = new TemporaryFolder();
        Directory.CreateDirectory(Path.Combine(copy.Path, "functions"));
        foreach (
            var (from, to) in ((string, string)[])
                [
                    ("functions/Functions.csproj", "functions/Functions.csproj"),
                    ("Directory.Build.props", "Directory.Build.props"),
                    ("Directory.Packages.props", "Directory.Packages.props"),
                    ("global.json", "global.json"),
                    ("local.settings.sample.json", "local.settings.json"),
                ]
        )
        {
            File.Copy(Path.Combine(Repository.Root, from), Path.Combine(copy.Path, to));
        }

        var settings = ItemsOf(Path.Combine(copy.Path, "functions"))
            .Single(item => item.GetProperty("Identity").GetString() == "../local.settings.json");

        Assert.Equal("local.settings.json", settings.GetProperty("Link").GetString());
        Assert.Equal("PreserveNewest", settings.GetProperty("CopyToOutputDirectory").GetString());
        Assert.Equal("Never", settings.GetProperty("CopyToPublishDirectory").GetString());
    }

    private static List<JsonElement> ItemsOf(string project)
    {
        using var msbuild = Process.Start(
            new ProcessStartInfo("dotnet", ["msbuild", project, "-getItem:None", "-nodeReuse:false"]) { RedirectStandardOutput = true }
        )!;
        var output = msbuild.StandardOutput.ReadToEnd();
        msbuild.WaitForExit();
        Assert.True(msbuild.ExitCode == 0, output);
        return [.. JsonElement.Parse(output).GetProperty("Items").GetProperty("None").EnumerateArray()];
    }

    private static string Top(string file) => File.ReadAllText(Path.Combine(Repository.Root, file));

    private static JsonElement Built(string file) => JsonElement.Parse(File.ReadAllText(Path.Combine(BuildOutput.App, file)));
}
