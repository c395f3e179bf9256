using System.Net.Http.Headers;
using Usher.LocalHost;
using Usher.Storage;
using Usher.Tests.Support;

namespace Usher.Tests.Telemetry;

/// <summary>The worker as a separate process, with and without a telemetry collector.</summary>
public sealed class ExportTests(AzuriteFixture azurite) : IAsyncLifetime
{
    private const string ApiKey = "api-key-that-nobody-may-see";
    private const string TokenKey = "VG9rZW5LZXlUb2tlbktleVRva2VuS2V5VG9rZW5LZXk=";
    private const string EncryptionKey = "RW5jcnlwdGlvbktleUVuY3J5cHRpb25LZXlFbmNyeXA=";
    private const string ManagementKey = "management-key-that-nobody-may-see";
    private const string WorkerStarted = "Worker started: pid ";
    private const string RunnerKey = "runner-key-that-nobody-may-see";
    private RecordingSidecar durable = null!;
    private WebhookReceiver collector = null!;

    public async ValueTask InitializeAsync()
    {
        collector = await WebhookReceiver.StartAsync();
        durable = await RecordingSidecar.StartAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await durable.DisposeAsync();
        await collector.DisposeAsync();
    }

    [Fact]
    public async Task With_an_endpoint_traces_metrics_and_logs_arrive_without_any_secrets()
    {
        var log = new LineLog();
        await using var host = await StartAsync(
            log,
            ("OTEL_EXPORTER_OTLP_ENDPOINT", collector.Url.ToString()),
            ("OTEL_METRIC_EXPORT_INTERVAL", "200"),
            ("OTEL_BSP_SCHEDULE_DELAY", "200"),
            ("OTEL_BLRP_SCHEDULE_DELAY", "200")
        );

        var (bot, token) = await LiveAsync(host);

        await Eventually.IsTrueAsync(() => Sent("/v1/traces").Contains("process bot-events", StringComparison.Ordinal));
        await Eventually.IsTrueAsync(() => Sent("/v1/metrics").Contains("usher.storage.request.duration", StringComparison.Ordinal));
        await Eventually.IsTrueAsync(() => Sent("/v1/logs").Contains($"{bot} #1 join_requested", StringComparison.Ordinal));
        Assert.Contains("service.name", Sent("/v1/traces"), StringComparison.Ordinal);
        Assert.Contains("POST /api/v1/bots", Sent("/v1/traces"), StringComparison.Ordinal);
        Assert.All(collector.Received, request => Assert.NotEmpty(request.Body));
        Assert.All(
            [ApiKey, TokenKey, EncryptionKey, ManagementKey, RunnerKey, token, "SharedKey"],
            secret => Assert.DoesNotContain(secret, Sent("/"), StringComparison.Ordinal)
        );
        Assert.Contains("OpenTelemetry", await LoadedAsync(log), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_an_endpoint_nothing_is_sent_and_no_exporter_is_loaded()
    {
        var log = new LineLog();
        await using var host = await StartAsync(log);

        await LiveAsync(host);

        Assert.DoesNotContain("OpenTelemetry", await LoadedAsync(log), StringComparison.Ordinal);
    }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    /// <summary>Everything the collector received at paths with this prefix; names and texts are readable in it.</summary>
    private string Sent(string path) =>
        string.Concat(
            collector.Received.Where(request => request.Path.StartsWith(path, StringComparison.Ordinal)).Select(request => request.Body)
        );

    /// <summary>The libraries that the process has opened.</summary>
    private static async Task<string> LoadedAsync(LineLog log)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Only Linux tells what a process has loaded.");
        var worker = log.Lines.Single(line => line.StartsWith(WorkerStarted, StringComparison.Ordinal))[WorkerStarted.Length..];
        var loaded = await File.ReadAllTextAsync($"/proc/{worker}/maps", Cancel);
        Assert.Contains("Usher.Functions.dll", loaded, StringComparison.Ordinal);
        return loaded;
    }

    /// <summary>Starts the worker as a separate process.</summary>
    private Task<FunctionsHost> StartAsync(LineLog log, params (string Name, string Value)[] telemetry) =>
        FunctionsHost.StartAsync(
            new FunctionsHostOptions
            {
                AppFolder = BuildOutput.App,
                RunsTriggers = false,
                DurableEndpoint = durable.Url,
                Report = log.Add,
                Settings = new Dictionary<string, string?>(
                    telemetry.Select(setting => KeyValuePair.Create(setting.Name, (string?)setting.Value))
                )
                {
                    ["AzureWebJobsStorage"] = azurite.ConnectionString,
                    ["Usher__PublicUrl"] = "https://usher.example.com",
                    ["Usher__SeedKeys"] = $"E={ApiKey}",
                    ["Usher__TokenKey"] = TokenKey,
                    ["Usher__RunnerKey"] = RunnerKey,
                    ["Usher__EncryptionKey"] = EncryptionKey,
                    ["Usher__ManagementKey"] = ManagementKey,
                },
            },
            Cancel
        );

    /// <summary>Creates a bot and has it told to join.</summary>
    private async Task<(string Bot, string Token)> LiveAsync(FunctionsHost host)
    {
        var calls = new HostCalls(host, TimeProvider.System, azurite.ConnectionString);
        using var client = new HttpClient { BaseAddress = host.Url };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Token", ApiKey);
        Assert.Equal(200, (await client.SendAsync("GET", "/api/v1/bots")).Status);
        await calls.ClearAsync();
        var (status, body) = await client.SendAsync("POST", "/api/v1/bots", """{"meeting_url": "https://zoom.us/j/1", "bot_name": "x"}""");
        Assert.Equal(201, status);
        await calls.HandleAsync("DispatchBotEvents", await calls.TakeAsync(BotQueues.EventsName));
        var command = System.Text.Json.JsonElement.Parse(await calls.TakeAsync(BotQueues.CommandsName));
        return (body.GetProperty("id").GetString()!, command.GetProperty("token").GetString()!);
    }
}
