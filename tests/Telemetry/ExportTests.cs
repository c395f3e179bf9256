using System.Net.Http.Headers;
using Usher.LocalHost.Processes;
using Usher.Storage;
using Usher.Tests.Lifecycle;
using Usher.Tests.Support;

namespace Usher.Tests.Telemetry;

/// <summary>The handler as a process of its own, with and without somebody to send telemetry to.</summary>
public sealed class ExportTests(AzuriteFixture azurite) : IAsyncLifetime
{
    private const string ApiKey = "api-key-that-nobody-may-see";
    private const string TokenKey = "VG9rZW5LZXlUb2tlbktleVRva2VuS2V5VG9rZW5LZXk=";
    private const string EncryptionKey = "RW5jcnlwdGlvbktleUVuY3J5cHRpb25LZXlFbmNyeXA=";
    private const string ManagementKey = "management-key-that-nobody-may-see";
    private const string RunnerKey = "runner-key-that-nobody-may-see";
    private readonly int port = LoopbackPort.Free();
    private readonly LineLog log = new();
    private ManagementApi durable = null!;
    private WebhookReceiver collector = null!;

    public async ValueTask InitializeAsync()
    {
        collector = await WebhookReceiver.StartAsync();
        durable = await ManagementApi.StartAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await durable.DisposeAsync();
        await collector.DisposeAsync();
    }

    [Fact]
    public async Task With_an_endpoint_traces_metrics_and_logs_arrive_and_no_secret_is_in_them()
    {
        await using var handler = await StartAsync(("OTEL_EXPORTER_OTLP_ENDPOINT", collector.Url.ToString()), ("OTEL_METRIC_EXPORT_INTERVAL", "200"),
            ("OTEL_BSP_SCHEDULE_DELAY", "200"), ("OTEL_BLRP_SCHEDULE_DELAY", "200"));

        var (bot, token) = await LiveAsync();

        await Eventually.IsTrueAsync(() => Sent("/v1/traces").Contains("process bot-events", StringComparison.Ordinal));
        await Eventually.IsTrueAsync(() => Sent("/v1/metrics").Contains("usher.storage.request.duration", StringComparison.Ordinal));
        await Eventually.IsTrueAsync(() => Sent("/v1/logs").Contains($"{bot} #1 join_requested", StringComparison.Ordinal));
        Assert.Contains("service.name", Sent("/v1/traces"), StringComparison.Ordinal);
        Assert.Contains("POST /api/v1/bots", Sent("/v1/traces"), StringComparison.Ordinal);
        Assert.All(collector.Received, request => Assert.NotEmpty(request.Body));
        Assert.All([ApiKey, TokenKey, EncryptionKey, ManagementKey, RunnerKey, token, "SharedKey"], secret => Assert.DoesNotContain(secret, Sent("/"), StringComparison.Ordinal));
        Assert.Contains("OpenTelemetry", await LoadedAsync(handler), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_one_nothing_is_sent_and_nothing_of_it_is_loaded()
    {
        await using var handler = await StartAsync();

        await LiveAsync();

        Assert.DoesNotContain("OpenTelemetry", await LoadedAsync(handler), StringComparison.Ordinal);
    }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private Uri Url => new($"http://localhost:{port}");

    /// <summary>All that the collector got at paths that begin so; names and texts are legible in it.</summary>
    private string Sent(string path) => string.Concat(collector.Received.Where(request => request.Path.StartsWith(path, StringComparison.Ordinal)).Select(request => request.Body));

    /// <summary>The libraries that the process has opened.</summary>
    private static async Task<string> LoadedAsync(ChildProcess handler)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Only Linux tells what a process has loaded.");
        var loaded = await File.ReadAllTextAsync($"/proc/{handler.Id}/maps", Cancel);
        Assert.Contains("usher.dll", loaded, StringComparison.Ordinal);
        return loaded;
    }

    private async Task<ChildProcess> StartAsync(params (string Name, string Value)[] settings)
    {
        var environment = new Dictionary<string, string>
        {
            ["FUNCTIONS_CUSTOMHANDLER_PORT"] = $"{port}",
            ["AzureWebJobsStorage"] = azurite.ConnectionString,
            ["Usher__PublicUrl"] = "https://usher.example.com",
            ["Usher__SeedKeys"] = $"E={ApiKey}",
            ["Usher__TokenKey"] = TokenKey,
            ["Usher__RunnerKey"] = RunnerKey,
            ["Usher__EncryptionKey"] = EncryptionKey,
            ["Usher__ManagementKey"] = ManagementKey,
        };
        foreach (var (name, value) in settings)
        {
            environment[name] = value;
        }

        var command = new ChildCommand(
            Executable.Find("dotnet", "It runs the tests."), [Path.Combine(AppContext.BaseDirectory, "usher.dll")], Path.GetTempPath(), ProcessSignal.Kill, environment);
        var handler = ChildProcess.Start(command, HandlerGuard.Value, (line, _) => log.Add(line));
        using var client = new HttpClient { BaseAddress = Url };
        await Eventually.IsTrueAsync(() => !handler.Exited.IsCompleted && AnswersAsync(client).GetAwaiter().GetResult());
        return handler;
    }

    private static async Task<bool> AnswersAsync(HttpClient client)
    {
        try
        {
            using var answer = await client.GetAsync(new Uri("/health", UriKind.Relative), Cancel);
            return answer.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    /// <summary>A bot is created and told to join.</summary>
    private async Task<(string Bot, string Token)> LiveAsync()
    {
        using var host = new HostCalls(Url, azurite.ConnectionString, durable.Binding);
        await host.ClearAsync();
        using var client = new HttpClient { BaseAddress = Url };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Token", ApiKey);
        var (status, body) = await client.SendAsync("POST", "/api/v1/bots", """{"meeting_url": "https://zoom.us/j/1", "bot_name": "x"}""");
        Assert.Equal(201, status);
        await host.HandleAsync("DispatchBotEvents", await host.TakeAsync(BotQueues.EventsName));
        var command = System.Text.Json.JsonElement.Parse(await host.TakeAsync(BotQueues.CommandsName));
        return (body.GetProperty("id").GetString()!, command.GetProperty("token").GetString()!);
    }

    private static readonly Lazy<Guard> HandlerGuard = new(Guard.Start);
}
