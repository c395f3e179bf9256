using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using Usher.LocalHost;
using Usher.LocalHost.Processes;
using Usher.Tests.Support;

namespace Usher.Tests.Dashboard;

/// <summary>
/// A story that a script of <c>stories/</c> plays in a real browser, without a window, against an app of the test's. Playwright drives the browser from Node.js: its library
/// for .NET needs the JSON reflection that is switched off here.
/// </summary>
internal static class Browser
{
    private const string Missing = "SKIPPED, not passed: there is no Chromium on the PATH (chromium, chromium-browser, google-chrome, google-chrome-stable or microsoft-edge).";

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);
    private static readonly string Folder = Path.Combine(Repository.Root, "tests", "Dashboard", "stories");
    private static readonly string Screenshots = Path.Combine(Repository.Artifacts, "dashboard");
    private static readonly Lazy<Guard> Guard = new(Usher.LocalHost.Processes.Guard.Start);
    private static readonly string? Executable =
        Usher.LocalHost.Processes.Executable.FindAny("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "microsoft-edge");

    /// <param name="story">The script's name.</param>
    /// <param name="app">What the browser is pointed at, and whose key is entered.</param>
    /// <param name="more">What else the script has to know.</param>
    public static async Task PlayAsync(string story, TestApp app, params (string Name, string Value)[] more)
    {
        Assert.SkipWhen(Executable is null, Missing);
        await NpmPackages.InstallAsync(Folder, "Playwright", Guard.Value, Console.WriteLine, TimeProvider.System, TestContext.Current.CancellationToken);
        Directory.CreateDirectory(Screenshots);
        var given = new JsonObject(more.Select(entry => KeyValuePair.Create(entry.Name, (JsonNode?)entry.Value)))
        {
            ["url"] = app.Url.ToString(),
            ["key"] = app.Key,
            ["browser"] = Executable,
            ["screenshots"] = Screenshots,
        };
        var lines = new ConcurrentQueue<string>();
        var command = new ChildCommand(Usher.LocalHost.Processes.Executable.Node(), [$"{story}.mjs", given.ToJsonString()], Folder, ProcessSignal.Terminate);
        await using var process = ChildProcess.Start(command, Guard.Value, (line, _) => lines.Enqueue(line));
        var exitCode = await process.Exited.WaitAsync(Patience, TimeProvider.System, TestContext.Current.CancellationToken);
        Assert.True(exitCode == 0, $"{story} ended with {exitCode}:{Environment.NewLine}{string.Join(Environment.NewLine, lines)}");
    }
}
