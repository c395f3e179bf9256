using System.Collections.Concurrent;
using System.Net.Http.Headers;
using System.Text.Json;
using Azure.Core;
using Azure.Core.Pipeline;
using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Usher.LocalHost;
using Usher.Storage;
using Usher.Tests.Api.Description;

namespace Usher.Tests.Support;

/// <summary>
/// The whole app in this process, on real storage and a real port, with its own projects and a clock that the test moves.
/// </summary>
internal sealed class TestApp : IAsyncDisposable
{
    public const string RunnerKey = "runner-key-of-the-tests";
    public const string ManagementKey = "management-key-of-the-tests";

    /// <summary>A setting for the host: the address for the worker's Durable client.</summary>
    private const string DurableEndpoint = "--DurableEndpoint=";

    private readonly FunctionsHost host;
    private readonly InProcessWorker worker;
    private readonly TimeProvider time;

    private TestApp(
        FunctionsHost host,
        InProcessWorker worker,
        TimeProvider time,
        string project,
        ConcurrentQueue<string> requests,
        ListLogger logs
    )
    {
        (this.host, this.worker, this.time) = (host, worker, time);
        (Project, StorageRequests, Logs) = (project, requests, logs);
        Client = ClientOf(KeyOf(project));
    }

    /// <summary>Available unless the test asked for the real clock.</summary>
    public ManualTime Clock => (ManualTime)time;

    public string Project { get; }

    public Uri Url => host.Url;

    /// <summary>Calls functions whose trigger is not HTTP.</summary>
    public FunctionsHost Host => host;

    public IServiceProvider Services => worker.Services;

    /// <summary>Every request to storage, as <c>PUT queue</c>, <c>GET table</c> or <c>POST transaction</c>.</summary>
    public ConcurrentQueue<string> StorageRequests { get; }

    public ListLogger Logs { get; }

    /// <summary>Called before each request to storage, and again after its answer: the app sees any exception thrown here.</summary>
    public Action<string>? AtStorage { get; set; }

    /// <summary>A client with the key of <see cref="Project"/>.</summary>
    public HttpClient Client { get; }

    public string Key => KeyOf(Project);

    public string DisabledKey => $"disabled-{Project}";

    public static Task<TestApp> StartAsync(string connectionString, TimeProvider? time = null, params string[] settings) =>
        StartAsync(connectionString, time, _ => { }, _ => { }, settings);

    /// <param name="connectionString">The storage account.</param>
    /// <param name="time">Null for a clock that stands still.</param>
    /// <param name="clients">Changes the options of every storage client.</param>
    /// <param name="settings">In the form <c>--Usher:RunnerKey=…</c>.</param>
    public static Task<TestApp> StartAsync(
        string connectionString,
        TimeProvider? time,
        Action<ClientOptions> clients,
        params string[] settings
    ) => StartAsync(connectionString, time, clients, _ => { }, settings);

    /// <param name="connectionString">The storage account.</param>
    /// <param name="time">Null for a clock that stands still.</param>
    /// <param name="configure">Applies the test's changes to the worker.</param>
    public static Task<TestApp> StartAsync(string connectionString, TimeProvider? time, Action<FunctionsApplicationBuilder> configure) =>
        StartAsync(connectionString, time, _ => { }, configure, []);

    private static async Task<TestApp> StartAsync(
        string connectionString,
        TimeProvider? time,
        Action<ClientOptions> clients,
        Action<FunctionsApplicationBuilder> configure,
        string[] settings
    )
    {
        var project = $"P{Guid.CreateVersion7(TimeProvider.System.GetUtcNow()):N}";
        var (clock, requests, logs) = (time ?? new ManualTime(), new ConcurrentQueue<string>(), new ListLogger());
        var durable = settings
            .FirstOrDefault(setting => setting.StartsWith(DurableEndpoint, StringComparison.Ordinal))
            ?[DurableEndpoint.Length..];
        TestApp? started = null;
        InProcessWorker? worker = null;
        var host = await FunctionsHost.StartAsync(
            new FunctionsHostOptions
            {
                AppFolder = BuildOutput.App,
                RunsTriggers = false,
                Report = logs.HostLines.Enqueue,
                DurableEndpoint = durable is null ? null : new Uri(durable),
                Settings = Merge([
                    $"--AzureWebJobsStorage={connectionString}",
                    $"--Usher:RunnerKey={RunnerKey}",
                    $"--Usher:TokenKey={Convert.ToBase64String(new byte[32])}",
                    $"--Usher:EncryptionKey={Convert.ToBase64String(new byte[32])}",
                    $"--Usher:ManagementKey={ManagementKey}",
                    $"--Usher:PublicUrl={AtPublicUrl.PublicUrl}",
                    $"--Usher:SeedKeys={project}={KeyOf(project)};{project}other={KeyOf(project + "other")};{project}!=disabled-{project}",
                    .. settings,
                ]),
                StartWorker = arguments =>
                    worker = InProcessWorker.Start(
                        arguments,
                        builder =>
                        {
                            builder.Services.AddSingleton(clock);
                            builder.Services.AddSingleton(
                                new ClientConfiguration(options =>
                                {
                                    options.AddPolicy(
                                        new Recorder(requests, target => started?.AtStorage?.Invoke(target)),
                                        HttpPipelinePosition.PerCall
                                    );
                                    clients(options);
                                })
                            );
                            builder.Logging.AddProvider(logs);
                            configure(builder);
                        }
                    ),
            },
            TestContext.Current.CancellationToken
        );
        started = new TestApp(host, worker!, clock, project, requests, logs);
        await started.Services.GetRequiredService<StorageSetup>().EnsureAsync();
        return started;
    }

    /// <summary>If a setting occurs twice, the last one counts.</summary>
    private static Dictionary<string, string?> Merge(IEnumerable<string> settings) =>
        settings
            .Select(setting => setting.TrimStart('-').Split('=', 2))
            .GroupBy(setting => setting[0].Replace(":", "__", StringComparison.Ordinal), setting => (string?)setting[1])
            .ToDictionary(setting => setting.Key, setting => setting.Last());

    public HttpClient ClientOf(string key)
    {
        var client = NewClient();
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Token", key);
        return client;
    }

    /// <summary>Answers that the description does not allow fail the test.</summary>
    private HttpClient NewClient() =>
        new(new AtPublicUrl(Url) { InnerHandler = new DescribedAnswers { InnerHandler = new SocketsHttpHandler() } }) { BaseAddress = Url };

    /// <summary>A client with the key of a second project.</summary>
    public HttpClient OtherClient() => ClientOf(KeyOf(Project + "other"));

    public HttpClient RunnerClient(string token = RunnerKey)
    {
        var client = NewClient();
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return client;
    }

    /// <summary>Creates a bot that joins immediately, or in the given number of seconds of the test's clock.</summary>
    public async Task<string> CreateBotAsync(int? inSeconds = null, string? deduplicationKey = null)
    {
        var joinAt = inSeconds is { } seconds ? $$""", "join_at": "{{time.GetUtcNow().AddSeconds(seconds):yyyy-MM-ddTHH:mm:ssZ}}" """ : "";
        var key = deduplicationKey is null ? "" : $$""", "deduplication_key": "{{deduplicationKey}}" """;
        var (status, body) = await Client.SendAsync(
            "POST",
            "/api/v1/bots",
            $$"""{"meeting_url": "https://meet.google.com/abc-defg-hij", "bot_name": "Usher"{{joinAt}}{{key}}}"""
        );
        Assert.Equal(201, status);
        return body.GetProperty("id").GetString()!;
    }

    public Task<(int Status, JsonElement Body)> ReportAsync(string bot, string type, string? subType = null, string? id = null) =>
        RunnerClient()
            .SendAsync(
                "POST",
                $"/runner/v1/bots/{bot}/events",
                $$"""{"id": "{{id ?? $"r-{type}-{subType}"}}", "type": "{{type}}", "sub_type": {{(subType is null ? "null" : $"\"{subType}\"")}}}"""
            );

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await host.DisposeAsync();
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
            var target =
                path.EndsWith("/messages", StringComparison.Ordinal) ? "message"
                : path.EndsWith("$batch", StringComparison.Ordinal) ? "transaction"
                : "row";
            return $"{message.Request.Method} {target}";
        }
    }
}
