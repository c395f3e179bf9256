using System.Globalization;
using System.Text.Json;
using Usher.LocalHost;
using Usher.LocalHost.Processes;
using Usher.LocalHost.Storage;
using Usher.Tests.Support;

namespace Usher.Tests.Fire;

/// <summary>
/// Every process of a run: storage, the development host with its worker, and the receivers. Each can be stopped and restarted.
/// </summary>
internal sealed class FireStage : IAsyncDisposable
{
    public static readonly TimeSpan QueueLease = TimeSpan.FromSeconds(10);

    /// <summary>
    /// Short, so that bots abandoned by a runner end within the run, but longer than any outage. The runner loses no command and keeps
    /// trying to claim it, so the launch may wait for as long as blows follow each other.
    /// </summary>
    private static readonly Dictionary<string, string?> Settings = new()
    {
        ["Usher__Simulation__MeetingLength"] = "00:00:06",
        ["Usher__Webhooks__LongestRetryDelay"] = "00:02:00",
        ["Usher__Lifecycle__LaunchTimeout"] = "00:05:00",
        ["Usher__Lifecycle__LeaveTimeout"] = "00:01:30",
        ["Usher__Lifecycle__PostProcessingTimeout"] = "00:01:30",
        ["Usher__Lifecycle__HeartbeatTimeout"] = "00:01:00",
        ["Usher__Lifecycle__SilenceTimeout"] = "00:01:30",
    };

    /// <summary>Accepted requests are answered within this time: after it, storage holds all that it will hold.</summary>
    private static readonly TimeSpan Drain = TimeSpan.FromSeconds(1);

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly TemporaryFolder folder = new();
    private readonly AzuritePorts ports = new(LoopbackPort.Free(), LoopbackPort.Free(), LoopbackPort.Free());
    private readonly int hostPort = LoopbackPort.Free();
    private readonly TimeProvider clock = TimeProvider.System;
    private readonly FireOptions options;
    private readonly List<string> hostLines = [];
    private Azurite azurite = null!;
    private LocalHostProcess host = null!;

    private FireStage(FireOptions options) => this.options = options;

    public Uri Url => host.Url;

    public int HostProcessId => host.ProcessId;

    public int WorkerProcessId => host.WorkerProcessId;

    public int StorageProcessId => azurite.ProcessId;

    public string ApiKey { get; private set; } = "";

    public string ConnectionString => azurite.ConnectionString;

    /// <summary>Held by anyone who writes to storage without going through the app.</summary>
    public SemaphoreSlim Uploads { get; } = new(1);

    public Receivers Receivers { get; private set; } = null!;

    public byte[] WebhookSecret { get; private set; } = [];

    /// <summary>The output of all development hosts, in order.</summary>
    public IEnumerable<string> HostLines => [.. hostLines, .. host.Lines];

    public static async Task<FireStage> StartAsync(FireOptions options)
    {
        var stage = new FireStage(options);
        try
        {
            stage.Receivers = await Receivers.StartAsync();
            stage.azurite = await stage.StartStorageAsync();
            stage.host = await stage.StartHostAsync();
            stage.ApiKey = stage.host.ApiKey;
            stage.WebhookSecret = await stage.SubscribeAsync();
            return stage;
        }
        catch
        {
            await stage.DisposeAsync();
            throw;
        }
    }

    /// <summary>Kills the development host with SIGKILL and starts another one on the same data.</summary>
    public async Task KillHostAsync()
    {
        await host.KillAsync();
        hostLines.AddRange(host.Lines);
        await host.DisposeAsync();
        host = await StartHostAsync();
    }

    /// <summary>
    /// Stopped with SIGTERM, storage keeps what it has acknowledged, except for writes during the save: so nobody writes then. Killed, it
    /// would lose up to five seconds of acknowledged writes, which no storage account does.
    /// </summary>
    public async Task RestartStorageAsync(CancellationToken cancellationToken)
    {
        int[] writers = [HostProcessId, WorkerProcessId];
        await Uploads.WaitAsync(cancellationToken);
        Array.ForEach(writers, writer => ProcessSignal.Send(writer, ProcessSignal.Stop));
        try
        {
            await Task.Delay(Drain, clock, cancellationToken);
            await azurite.DisposeAsync();
            azurite = await StartStorageAsync();
        }
        finally
        {
            Array.ForEach(writers, writer => ProcessSignal.Send(writer, ProcessSignal.Continue));
            Uploads.Release();
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (host is not null)
        {
            await host.DisposeAsync();
        }

        if (azurite is not null)
        {
            await azurite.DisposeAsync();
        }

        if (Receivers is not null)
        {
            await Receivers.DisposeAsync();
        }

        Uploads.Dispose();
        folder.Dispose();
    }

    private Task<Azurite> StartStorageAsync() =>
        AgainAsync(() => Azurite.StartAsync(Path.Combine(folder.Path, "azurite"), _ => { }, clock, CancellationToken.None, ports));

    private Task<LocalHostProcess> StartHostAsync() =>
        AgainAsync(() =>
            LocalHostProcess.StartAsync(
                [
                    "--data",
                    folder.Path,
                    "--storage",
                    azurite.ConnectionString,
                    "--queue-lease",
                    $"{QueueLease:hh\\:mm\\:ss}",
                    "--runner",
                    options.HasExternalRunner ? "external" : "simulated",
                    .. options.App is { } app ? (string[])["--app", Path.GetFullPath(app)] : [],
                ],
                new Dictionary<string, string?>(Settings)
                {
                    ["Usher__Limits__ConcurrentBots"] = options.ConcurrencyLimit.ToString(CultureInfo.InvariantCulture),
                },
                hostPort
            )
        );

    /// <summary>Retries the start: while it was down, an outgoing connection may have taken its port.</summary>
    private async Task<T> AgainAsync<T>(Func<Task<T>> start)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await start();
            }
            catch (Exception exception) when (exception is LocalHostException or InvalidOperationException && attempt < 5)
            {
                await Task.Delay(Drain, clock, CancellationToken.None);
            }
        }
    }

    /// <summary>Replaces the secret, with an overlap longer than the run.</summary>
    /// <returns>The new secret; null if there was no answer.</returns>
    public async Task<byte[]?> RotateSecretAsync(CancellationToken cancellationToken)
    {
        try
        {
            using var operations = await OperationsAsync();
            var (status, rotated) = await operations.SendAsync(
                "POST",
                "/manage/v1/projects/local/rotate_webhook_secret",
                """{"overlap_seconds": 86400}"""
            );
            return status == 200 ? Convert.FromBase64String(rotated.GetProperty("secret_base64").GetString()!) : null;
        }
        catch (Exception exception)
            when (exception is HttpRequestException or IOException or JsonException
                || (exception is OperationCanceledException && !cancellationToken.IsCancellationRequested)
            )
        {
            return null;
        }
    }

    private async Task<byte[]> SubscribeAsync()
    {
        using var operations = await OperationsAsync();
        var (status, created) = await operations.SendAsync(
            "POST",
            "/manage/v1/projects/local/webhooks",
            $$"""{"url": "{{Receivers.Url}}project", "triggers": ["bot.state_change"]}"""
        );
        return status == 201
            ? Convert.FromBase64String(created.GetProperty("secret_base64").GetString()!)
            : throw new InvalidOperationException($"The webhook was refused: {status} {created}");
    }

    private async Task<HttpClient> OperationsAsync()
    {
        var keys = JsonElement.Parse(await File.ReadAllTextAsync(Path.Combine(folder.Path, "keys.json")));
        var operations = new HttpClient { BaseAddress = Url, Timeout = Patience };
        operations.DefaultRequestHeaders.Authorization = new("Bearer", keys.GetProperty("managementKey").GetString());
        return operations;
    }
}
