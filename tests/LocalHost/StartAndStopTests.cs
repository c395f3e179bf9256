using System.Net;
using System.Net.Sockets;
using System.Text.Json.Nodes;
using Usher.LocalHost;
using Usher.LocalHost.Processes;
using Usher.Tests.Support;

namespace Usher.Tests.LocalHost;

public sealed class StartAndStopTests(AzuriteFixture azurite)
{
    private static readonly string[] Scripted = ["--app", Path.Combine(Repository.Root, "tests", "LocalHost", "ScriptedApp")];

    private static readonly Dictionary<string, string> Settings = new() { ["SCRIPT"] = "handler.mjs", ["QUEUE"] = "scripted", ["SCHEDULE"] = "0 0 0 1 1 *" };

    /// <summary>For a story in which storage plays no part: it is there already.</summary>
    private string[] Elsewhere => ["--storage", azurite.ConnectionString];

    [Fact]
    public async Task The_app_of_this_repository_starts_and_stops_with_all_that_belongs_to_it()
    {
        using var data = new TemporaryFolder();
        await using var host = await LocalHostProcess.StartAsync(["--data", data.Path]);
        int[] children = [host.HandlerProcessId, host.AzuriteProcessId];
        Assert.All(children, child => Assert.True(IsAlive(child)));
        Assert.StartsWith("usher_", host.ApiKey, StringComparison.Ordinal);
        Assert.Equal($"Usher is ready: {host.Url.GetLeftPart(UriPartial.Authority)}", host.Lines[^1]);

        Assert.Equal(0, await host.TerminateAsync());

        Assert.All(children, child => Assert.False(IsAlive(child)));
    }

    [Fact]
    public async Task The_keys_outlive_the_host()
    {
        using var data = new TemporaryFolder();
        string key;
        await using (var first = await StartScriptedAsync(data, Elsewhere))
        {
            key = first.ApiKey;
        }

        await using var second = await StartScriptedAsync(data, Elsewhere);
        Assert.Equal(key, second.ApiKey);
    }

    [Fact]
    public async Task Nothing_is_left_behind_when_the_host_is_killed()
    {
        using var data = new TemporaryFolder();
        await using var host = await StartScriptedAsync(data);
        int[] children = [host.HandlerProcessId, host.AzuriteProcessId];

        await host.KillAsync();

        await UntilGoneAsync(children);
    }

    [Fact]
    public async Task The_death_of_storage_is_the_end()
    {
        using var data = new TemporaryFolder();
        await using var host = await StartScriptedAsync(data);
        var handler = host.HandlerProcessId;

        ProcessSignal.Send(host.AzuriteProcessId, ProcessSignal.Kill);

        Assert.Equal(1, await host.Exited.WaitAsync(TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken));
        await host.WaitForLineAsync("Azurite has ended with exit code 137");
        Assert.False(IsAlive(handler));
    }

    [Fact]
    public async Task A_port_that_is_taken_is_named()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;
        using var data = new TemporaryFolder();

        await using var host = await LocalHostProcess.StartWithoutWaitingAsync([.. Scripted, "--data", data.Path], Settings, port);

        Assert.Equal(1, await host.Exited);
        await host.WaitForLineAsync($"Port {port} is taken.");
    }

    [Fact]
    public async Task A_data_folder_belongs_to_one_host_at_a_time()
    {
        using var data = new TemporaryFolder();
        await using var first = await StartScriptedAsync(data, Elsewhere);

        await using var second = await LocalHostProcess.StartWithoutWaitingAsync([.. Scripted, "--data", data.Path, .. Elsewhere], Settings);

        Assert.Equal(1, await second.Exited);
        await second.WaitForLineAsync("is in use by another development host");
    }

    [Fact]
    public async Task An_app_that_does_not_start_is_told_from_one_that_crashes_later()
    {
        using var data = new TemporaryFolder();
        var settings = new Dictionary<string, string>(Settings) { ["SCRIPT"] = "missing.mjs" };

        await using var host = await LocalHostProcess.StartWithoutWaitingAsync([.. Scripted, "--data", data.Path, .. Elsewhere], settings);

        Assert.Equal(1, await host.Exited);
        await host.WaitForLineAsync("Cannot find module");
        await host.WaitForLineAsync("The app does not start.");
    }

    [Fact]
    public async Task Nothing_answers_200_before_it_is_ready()
    {
        using var data = new TemporaryFolder();
        await using var host = await LocalHostProcess.StartWithoutWaitingAsync([.. Scripted, "--data", data.Path], Settings);
        await host.WaitForLineAsync("Starting storage...");

        using var early = await host.Client.GetAsync(new Uri("/echo", UriKind.Relative), TestContext.Current.CancellationToken);
        await host.WaitForLineAsync("Usher is ready");
        using var later = await host.Client.GetAsync(new Uri("/echo", UriKind.Relative), TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.ServiceUnavailable, early.StatusCode);
        Assert.Equal(HttpStatusCode.OK, later.StatusCode);
    }

    [Theory]
    [InlineData("--port 70000", "--port is a number from 1 to 65535.")]
    [InlineData("--runner robot", "--runner is 'simulated' or 'external'.")]
    [InlineData("--queue-lease 10", "--queue-lease is a time")]
    [InlineData("--app /nowhere", "--app is a folder that holds host.json")]
    [InlineData("--prot 1", "--prot")]
    public async Task A_bad_option_is_a_sentence_and_exit_code_2(string options, string sentence)
    {
        await using var host = await LocalHostProcess.StartWithoutWaitingAsync([.. options.Split(' '), .. options.Contains("--app", StringComparison.Ordinal) ? [] : Scripted]);

        Assert.Equal(2, await host.Exited);
        await host.WaitForLineAsync(sentence);
    }

    [Fact]
    public async Task The_settings_reach_the_handler()
    {
        using var data = new TemporaryFolder();
        await using var host = await LocalHostProcess.StartAsync([.. Scripted, "--data", data.Path, "--runner", "external", .. Elsewhere], Settings);

        var environment = JsonNode.Parse(await host.Client.GetStringAsync(new Uri("/echo?environment", UriKind.Relative), TestContext.Current.CancellationToken))!["environment"]!;

        Assert.Equal("external", (string?)environment["Usher__Runner"]);
        Assert.Equal("custom", (string?)environment["FUNCTIONS_WORKER_RUNTIME"]);
        Assert.Equal("Development", (string?)environment["AZURE_FUNCTIONS_ENVIRONMENT"]);
        Assert.Equal($"local={host.ApiKey}", (string?)environment["Usher__SeedKeys"]);
        Assert.Equal($"localhost:{host.Url.Port}", (string?)environment["WEBSITE_HOSTNAME"]);
        Assert.Equal((string?)environment["FUNCTIONS_CUSTOMHANDLER_PORT"], (string?)environment["FUNCTIONS_HTTPWORKER_PORT"]);
        Assert.Equal(32, Convert.FromBase64String((string)environment["Usher__TokenKey"]!).Length);
    }

    private static Task<LocalHostProcess> StartScriptedAsync(TemporaryFolder data, params string[] more) =>
        LocalHostProcess.StartAsync([.. Scripted, "--data", data.Path, .. more], Settings);

    // A process that has ended and was not collected by its parent yet is no longer there for anybody else.
    private static bool IsAlive(int processId) =>
        File.Exists($"/proc/{processId}/stat") && File.ReadAllText($"/proc/{processId}/stat").Split(") ")[1][0] != 'Z';

    private static async Task UntilGoneAsync(int[] processIds)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        patience.CancelAfter(TimeSpan.FromSeconds(10));
        while (processIds.Any(IsAlive))
        {
            await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, patience.Token);
        }
    }
}
