using System.Text.Json.Nodes;
using Usher.LocalHost;
using Usher.LocalHost.Processes;
using Usher.Tests.Support;

namespace Usher.Tests.Dashboard;

/// <summary>
/// Plays a script of <c>stories/</c> in a real, headless browser against a test's app. Playwright drives the browser from Node.js: its .NET
/// library needs the JSON reflection that is switched off here.
/// </summary>
internal static class Browser
{
    private const string Missing =
        "There is no Chromium on the PATH, so this story was not tested. Install one, for example with: apt-get install chromium";

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);
    private static readonly string Folder = Path.Combine(Repository.Root, "tests", "Dashboard", "stories");
    private static readonly string Screenshots = Path.Combine(Repository.Artifacts, "dashboard");
    private static readonly string? Executable = Usher.LocalHost.Processes.Executable.FindAny(
        "chromium",
        "chromium-browser",
        "google-chrome",
        "google-chrome-stable",
        "microsoft-edge"
    );

    /// <summary>
    /// The address of the shared browser, in which each story has its own profile; the browser ends with the test process.
    /// </summary>
    private static readonly Lazy<Task<Uri>> Address = new(StartAsync);
    private static readonly HttpClient Http = new() { Timeout = Patience };

    /// <param name="story">The script's name.</param>
    /// <param name="app">The app that the browser opens, and whose key is entered.</param>
    /// <param name="more">Additional values for the script.</param>
    public static async Task PlayAsync(string story, TestApp app, params (string Name, string Value)[] more)
    {
        Assert.SkipWhen(Executable is null, Missing);
        Directory.CreateDirectory(Screenshots);
        var given = new JsonObject(more.Select(entry => KeyValuePair.Create(entry.Name, (JsonNode?)entry.Value)))
        {
            ["story"] = story,
            ["url"] = app.Url.ToString(),
            ["key"] = app.Key,
            ["screenshots"] = Screenshots,
        };
        using var content = new StringContent(given.ToJsonString());
        using var answer = await Http.PostAsync(await Address.Value, content, TestContext.Current.CancellationToken);
        Assert.True(
            answer.IsSuccessStatusCode,
            $"{story}: {await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)}"
        );
    }

    private static async Task<Uri> StartAsync()
    {
        await NpmPackages.InstallAsync(Folder, "Playwright", Console.WriteLine, TimeProvider.System, CancellationToken.None);
        var log = new LineLog();
        var command = new ChildCommand(
            Usher.LocalHost.Processes.Executable.Node(),
            ["--import", ChildProcess.EndWithInput, "browser.mjs", Executable!],
            Folder
        );
        var process = ChildProcess.Start(command, log.Add);
        return new Uri(await log.WaitForAsync("http://", 1, process.Exited, Patience, CancellationToken.None));
    }
}
