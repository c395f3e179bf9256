using System.Collections.Concurrent;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Azure.Core;
using Azure.Core.Pipeline;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Usher.Storage;
using Usher.Tests.Api.Description;

namespace Usher.Tests.Support;

/// <summary>The whole app in this process, on real storage and a real port, with projects of its own and a clock that the test moves.</summary>
internal sealed class TestApp : IAsyncDisposable
{
    public const string RunnerKey = "runner-key-of-the-tests";
    public const string ManagementKey = "management-key-of-the-tests";
    private readonly WebApplication app;
    private readonly TimeProvider time;

    private TestApp(WebApplication app, TimeProvider time, string project, ConcurrentQueue<string> requests, ListLogger logs)
    {
        this.app = app;
        this.time = time;
        (Project, StorageRequests, Logs) = (project, requests, logs);
        Url = new Uri(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());
        Client = ClientOf(KeyOf(project));
    }

    /// <summary>Where the test did not ask for the real one.</summary>
    public ManualTime Clock => (ManualTime)time;

    public string Project { get; }

    public Uri Url { get; }

    public IServiceProvider Services => app.Services;

    /// <summary>Every request to storage, as <c>PUT queue</c>, <c>GET table</c> or <c>POST transaction</c>.</summary>
    public ConcurrentQueue<string> StorageRequests { get; }

    public ListLogger Logs { get; }

    /// <summary>Called before each request to storage, and again when it has been answered: what is thrown there is what the app gets.</summary>
    public Action<string>? AtStorage { get; set; }

    /// <summary>With the key of <see cref="Project"/>.</summary>
    public HttpClient Client { get; }

    public string Key => KeyOf(Project);

    public string DisabledKey => $"disabled-{Project}";

    public static Task<TestApp> StartAsync(string connectionString, TimeProvider? time = null, params string[] settings) =>
        StartAsync(connectionString, time, _ => { }, settings);

    /// <param name="connectionString">The storage.</param>
    /// <param name="time">Null: a clock that stands still.</param>
    /// <param name="clients">Changes the options of every storage client.</param>
    /// <param name="settings">As <c>--Usher:RunnerKey=…</c>.</param>
    public static async Task<TestApp> StartAsync(string connectionString, TimeProvider? time, Action<ClientOptions> clients, params string[] settings)
    {
        var project = $"P{Guid.CreateVersion7(TimeProvider.System.GetUtcNow()):N}";
        var (clock, requests, logs) = (time ?? new ManualTime(), new ConcurrentQueue<string>(), new ListLogger());
        TestApp? started = null;
        var app = UsherApp.Build(
            [
                "--FUNCTIONS_CUSTOMHANDLER_PORT=0", $"--AzureWebJobsStorage={connectionString}", $"--Usher:RunnerKey={RunnerKey}",
                $"--Usher:TokenKey={Convert.ToBase64String(new byte[32])}",
                $"--Usher:EncryptionKey={Convert.ToBase64String(new byte[32])}", $"--Usher:ManagementKey={ManagementKey}", "--Usher:PublicUrl=https://usher.example.com",
                $"--Usher:SeedKeys={project}={KeyOf(project)};{project}other={KeyOf(project + "other")};{project}!=disabled-{project}", .. settings,
            ],
            builder =>
            {
                builder.Services.AddSingleton(clock);
                builder.Services.AddSingleton(new ClientConfiguration(options =>
                {
                    options.AddPolicy(new Recorder(requests, target => started?.AtStorage?.Invoke(target)), HttpPipelinePosition.PerCall);
                    clients(options);
                }));
                builder.Logging.AddProvider(logs);
            });
        await app.StartAsync(TestContext.Current.CancellationToken);
        started = new TestApp(app, clock, project, requests, logs);

        // As the Functions host does, before anything else.
        await started.Client.GetStringAsync(new Uri("/", UriKind.Relative), TestContext.Current.CancellationToken);
        return started;
    }

    public HttpClient ClientOf(string key)
    {
        var client = NewClient();
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Token", key);
        return client;
    }

    /// <summary>Answers that the description does not have fail the test.</summary>
    private HttpClient NewClient() => new(new DescribedAnswers { InnerHandler = new SocketsHttpHandler() }) { BaseAddress = Url };

    /// <summary>With the key of a second project.</summary>
    public HttpClient OtherClient() => ClientOf(KeyOf(Project + "other"));

    public HttpClient RunnerClient(string token = RunnerKey)
    {
        var client = NewClient();
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return client;
    }

    /// <summary>A bot that joins at once, or in so many seconds of the test's clock.</summary>
    public async Task<string> CreateBotAsync(int? inSeconds = null, string? deduplicationKey = null)
    {
        var joinAt = inSeconds is { } seconds ? $$""", "join_at": "{{time.GetUtcNow().AddSeconds(seconds):yyyy-MM-ddTHH:mm:ssZ}}" """ : "";
        var key = deduplicationKey is null ? "" : $$""", "deduplication_key": "{{deduplicationKey}}" """;
        var (status, body) = await Client.SendAsync("POST", "/api/v1/bots", $$"""{"meeting_url": "https://meet.google.com/abc-defg-hij", "bot_name": "Usher"{{joinAt}}{{key}}}""");
        Assert.Equal(201, status);
        return body.GetProperty("id").GetString()!;
    }

    public Task<(int Status, JsonElement Body)> ReportAsync(string bot, string type, string? subType = null, string? id = null) =>
        RunnerClient().SendAsync("POST", $"/runner/v1/bots/{bot}/events", $$"""{"id": "{{id ?? $"r-{type}-{subType}"}}", "type": "{{type}}", "sub_type": {{(subType is null ? "null" : $"\"{subType}\"")}}}""");

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await app.DisposeAsync();
    }

    private static string KeyOf(string project) => $"key-of-{project}";

    private sealed class Recorder(ConcurrentQueue<string> requests, Action<string> hook) : HttpPipelineSynchronousPolicy
    {
        public override void OnSendingRequest(HttpMessage message)
        {
            requests.Enqueue(Text(message));
            hook(Text(message));
        }

        public override void OnReceivedResponse(HttpMessage message) => hook(Text(message));

        private static string Text(HttpMessage message)
        {
            var path = message.Request.Uri.Path ?? "";
            var target = path.EndsWith("/messages", StringComparison.Ordinal) ? "message" : path.EndsWith("$batch", StringComparison.Ordinal) ? "transaction" : "row";
            return $"{message.Request.Method} {target}";
        }
    }
}

/// <summary>Everything that was logged.</summary>
internal sealed class ListLogger : ILoggerProvider, ILogger
{
    private readonly LoggerExternalScopeProvider scopes = new();

    public ConcurrentQueue<string> Lines { get; } = new();

    /// <summary>The scopes of each line, by its text.</summary>
    public ConcurrentQueue<(string Line, string Scopes)> Scoped { get; } = new();

    public ILogger CreateLogger(string categoryName) => this;

    public IDisposable? BeginScope<TState>(TState state) where TState : notnull => scopes.Push(state);

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        Lines.Enqueue($"{formatter(state, exception)} {exception}");
        var around = new List<string>();
        scopes.ForEachScope((scope, list) => list.Add($"{scope}"), around);
        Scoped.Enqueue((formatter(state, exception), string.Join(" => ", around)));
    }

    public void Dispose()
    {
    }
}

internal static class HttpCalls
{
    /// <summary>The body is undefined where the answer has none.</summary>
    public static async Task<(int Status, JsonElement Body)> SendAsync(this HttpClient client, string method, string path, string? body = null)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        request.Content = body is null ? null : new StringContent(body, System.Text.Encoding.UTF8, "application/json");
        using var response = await client.SendAsync(request, TestContext.Current.CancellationToken);
        var text = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        return ((int)response.StatusCode, text.Length == 0 ? default : JsonElement.Parse(text));
    }
}
