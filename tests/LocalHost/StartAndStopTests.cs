using System.Net;
using System.Net.Sockets;
using System.Text.Json.Nodes;
using Azure.Data.Tables;
using Usher.LocalHost.Storage;
using Usher.Tests.Support;

namespace Usher.Tests.LocalHost;

public sealed class StartAndStopTests(AzuriteFixture azurite)
{
    private static readonly string[] Scripted = ["--app", ScriptedHost.App];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <summary>For a story in which storage plays no part: uses storage that is already running.</summary>
    private string[] Elsewhere => ["--storage", azurite.ConnectionString];

    [Fact]
    public async Task This_repositorys_app_starts_and_stops_with_everything_that_belongs_to_it()
    {
        using var data = new TemporaryFolder();
        await using var host = await LocalHostProcess.StartAsync(["--data", data.Path]);
        int[] children = [host.WorkerProcessId, host.AzuriteProcessId];
        Assert.All(children, child => Assert.True(IsAlive(child)));
        Assert.StartsWith("usher_", host.ApiKey, StringComparison.Ordinal);
        Assert.Contains(host.Lines, line => line.Contains("Storage   DefaultEndpointsProtocol=http;", StringComparison.Ordinal));
        var last = host.Lines.Last(line => !line.StartsWith("  worker", StringComparison.Ordinal));
        Assert.Equal($"Usher is ready: {host.Url.GetLeftPart(UriPartial.Authority)}", last);

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

    /// <summary>Ctrl-C reaches all processes of the terminal's group.</summary>
    [Fact]
    public async Task Ctrl_C_stops_everything_in_order()
    {
        using var data = new TemporaryFolder();
        await using var host = await StartScriptedAsync(data);
        int[] children = [host.WorkerProcessId, host.AzuriteProcessId];

        ProcessSignal.Send(-host.ProcessId, ProcessSignal.Interrupt);

        Assert.Equal(0, await host.Exited.WaitAsync(TimeSpan.FromSeconds(30), Cancellation));
        Assert.All(children, child => Assert.False(IsAlive(child)));
        await host.WaitForLineAsync($"Worker ended: pid {children[0]}, exit code 0");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task When_the_host_is_killed_nothing_is_left_running_and_storage_is_saved(bool withItsGroup)
    {
        using var data = new TemporaryFolder();
        await using var host = await StartScriptedAsync(data);
        int[] children = [host.WorkerProcessId, host.AzuriteProcessId];
        await host.Client.PostAsync(new Uri("/lives/kept", UriKind.Relative), null, Cancellation);

        ProcessSignal.Send(withItsGroup ? -host.ProcessId : host.ProcessId, ProcessSignal.Kill);

        await Eventually.IsTrueAsync(() => !children.Any(IsAlive));
        await using var storage = await Azurite.StartAsync(
            Path.Combine(data.Path, "azurite"),
            Console.WriteLine,
            TimeProvider.System,
            Cancellation
        );
        var tables = new TableServiceClient(storage.ConnectionString).QueryAsync(cancellationToken: Cancellation);
        Assert.Contains(await tables.ToListAsync(Cancellation), table => table.Name.EndsWith("Instances", StringComparison.Ordinal));
    }

    [Fact]
    public async Task When_the_host_is_killed_while_starting_nothing_is_left_running()
    {
        using var data = new TemporaryFolder();
        string[] arguments = [.. Scripted, "--data", data.Path, .. Elsewhere];
        await using var host = LocalHostProcess.StartWithoutWaiting(arguments, ScriptedHost.Settings());
        await host.WaitForLineAsync("Worker started: ");

        await host.KillAsync();

        await Eventually.IsTrueAsync(() => !IsAlive(host.WorkerProcessId));
    }

    [Fact]
    public async Task The_host_ends_when_storage_dies()
    {
        using var data = new TemporaryFolder();
        await using var host = await StartScriptedAsync(data);
        var worker = host.WorkerProcessId;

        ProcessSignal.Send(host.AzuriteProcessId, ProcessSignal.Kill);

        Assert.Equal(1, await host.Exited.WaitAsync(TimeSpan.FromSeconds(30), Cancellation));
        await host.WaitForLineAsync("Azurite has ended with exit code 137");
        await Eventually.IsTrueAsync(() => !IsAlive(worker));
    }

    [Fact]
    public async Task A_port_in_use_is_named()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;
        using var data = new TemporaryFolder();

        await using var host = LocalHostProcess.StartWithoutWaiting([.. Scripted, "--data", data.Path], ScriptedHost.Settings(), port);

        Assert.Equal(1, await host.Exited);
        await host.WaitForLineAsync($"Port {port} is taken.");
    }

    [Theory]
    [InlineData("UseDevelopmentStorage=perhaps", "--storage is not a connection string")]
    [InlineData(
        "DefaultEndpointsProtocol=http;AccountName=a;AccountKey=AAAA;QueueEndpoint=http://127.0.0.1:1/a;TableEndpoint=http://127.0.0.1:1/a",
        "Storage at http://127.0.0.1:1/a is not responding."
    )]
    public async Task Unusable_storage_is_named(string connectionString, string sentence)
    {
        using var data = new TemporaryFolder();

        await using var host = LocalHostProcess.StartWithoutWaiting(
            [.. Scripted, "--storage", connectionString, "--data", data.Path],
            ScriptedHost.Settings()
        );

        Assert.Equal(1, await host.Exited);
        await host.WaitForLineAsync(sentence);
    }

    [Fact]
    public async Task A_data_folder_belongs_to_one_host_at_a_time()
    {
        using var data = new TemporaryFolder();
        await using var first = await StartScriptedAsync(data, Elsewhere);

        await using var second = LocalHostProcess.StartWithoutWaiting([.. Scripted, "--data", data.Path, .. Elsewhere]);

        Assert.Equal(1, await second.Exited);
        await second.WaitForLineAsync("is in use by another development host");
    }

    [Fact]
    public async Task A_missing_Node_js_is_named()
    {
        using var data = new TemporaryFolder();
        using var empty = new TemporaryFolder();

        await using var host = LocalHostProcess.StartWithoutWaiting(
            [.. Scripted, "--data", data.Path],
            new Dictionary<string, string?> { ["PATH"] = empty.Path }
        );

        Assert.Equal(1, await host.Exited);
        await host.WaitForLineAsync("Install Node.js 20 or later");
    }

    [Fact]
    public async Task An_app_that_fails_to_start_says_why()
    {
        using var data = new TemporaryFolder();
        var settings = ScriptedHost.Settings(new() { ["REFUSE"] = "error: a setting is missing." });

        await using var host = LocalHostProcess.StartWithoutWaiting([.. Scripted, "--data", data.Path, .. Elsewhere], settings);

        Assert.Equal(1, await host.Exited);
        await host.WaitForLineAsync("error: a setting is missing.");
        await host.WaitForLineAsync("The app did not start.");
    }

    [Fact]
    public async Task A_wrong_setting_ends_the_host_at_once_with_exit_code_2()
    {
        using var data = new TemporaryFolder();
        var settings = new Dictionary<string, string?> { ["Usher__Lifecycle__StageLed"] = "00:01:00" };

        await using var host = LocalHostProcess.StartWithoutWaiting(["--data", data.Path, .. Elsewhere], settings);

        Assert.Equal(2, await host.Exited);
        await host.WaitForLineAsync("Usher__Lifecycle__StageLed is not a setting. Did you mean Usher__Lifecycle__StageLead?");
        await host.WaitForLineAsync("The app does not start with these settings.");
        Assert.Single(host.Lines, line => line.StartsWith("Worker started: ", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_setting_that_a_trigger_cannot_use_is_named()
    {
        using var data = new TemporaryFolder();
        var settings = ScriptedHost.Settings(new() { ["QUEUE"] = "x" });

        await using var host = LocalHostProcess.StartWithoutWaiting([.. Scripted, "--data", data.Path, .. Elsewhere], settings);

        Assert.Equal(1, await host.Exited);
        Assert.Contains(
            "A queue name must be from 3",
            await host.WaitForLineAsync("The triggers did not start."),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task No_build_is_refused_without_an_earlier_build()
    {
        using var data = new TemporaryFolder();

        await using var host = LocalHostProcess.StartWithoutWaiting(["--no-build", "--data", data.Path, .. Elsewhere]);

        Assert.Equal(1, await host.Exited);
        await host.WaitForLineAsync("Start once without it.");
    }

    [Theory]
    [InlineData("--port 70000", "--port must be a number from 1 to 65535.")]
    [InlineData("--port abc", "--port must be a number from 1 to 65535.")]
    [InlineData("--runner robot", "--runner must be 'simulated' or 'external'.")]
    [InlineData("--queue-lease 10", "--queue-lease must be a time")]
    [InlineData("--app /nowhere", "--app must be a folder that contains worker.config.json")]
    [InlineData("--prot 1", "--prot")]
    public async Task A_bad_option_gets_a_message_and_exit_code_2(string options, string sentence)
    {
        string[] app = options.StartsWith("--app", StringComparison.Ordinal) ? [] : Scripted;

        await using var host = LocalHostProcess.StartWithoutWaiting([.. options.Split(' '), .. app]);

        Assert.Equal(2, await host.Exited);
        await host.WaitForLineAsync(sentence);
    }

    [Fact]
    public async Task The_settings_reach_the_worker()
    {
        using var data = new TemporaryFolder();
        await using var host = await StartScriptedAsync(data, ["--runner", "external", .. Elsewhere]);

        var answer = await host.Client.GetStringAsync(new Uri("/echo?environment", UriKind.Relative), Cancellation);

        var environment = JsonNode.Parse(answer)!["environment"]!;
        Assert.Equal("external", (string?)environment["Usher__Runner"]);
        Assert.Equal("true", (string?)environment["AzureWebJobs.RunSimulatedMeeting.Disabled"]);
        Assert.Equal("dotnet-isolated", (string?)environment["FUNCTIONS_WORKER_RUNTIME"]);
        Assert.Equal("Development", (string?)environment["AZURE_FUNCTIONS_ENVIRONMENT"]);
        Assert.Equal($"local={host.ApiKey}", (string?)environment["Usher__SeedKeys"]);
        Assert.Equal($"localhost:{host.Url.Port}", (string?)environment["WEBSITE_HOSTNAME"]);
        Assert.Equal(32, Convert.FromBase64String((string)environment["Usher__TokenKey"]!).Length);
        Assert.Null(environment["DOTNET_STARTUP_HOOKS"]);
    }

    private static Task<LocalHostProcess> StartScriptedAsync(TemporaryFolder data, params string[] more) =>
        LocalHostProcess.StartAsync([.. Scripted, "--data", data.Path, .. more], ScriptedHost.Settings());

    // A process that has exited but was not yet reaped by its parent no longer exists for anyone else.
    private static bool IsAlive(int processId)
    {
        try
        {
            return File.ReadAllText($"/proc/{processId}/stat").Split(") ")[1][0] != 'Z';
        }
        catch (IOException)
        {
            return false;
        }
    }
}
