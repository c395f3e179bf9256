using Usher.LocalHost.Workers;

namespace Usher.LocalHost;

/// <summary>What a <see cref="FunctionsHost"/> hosts, and how.</summary>
public sealed record FunctionsHostOptions
{
    /// <summary>The built app: worker.config.json, host.json.</summary>
    public required string AppFolder { get; init; }

    /// <summary>The app settings: <c>AzureWebJobsStorage</c>, <c>Usher__…</c>, <c>AzureWebJobs.{Function}.Disabled</c>.</summary>
    public required IReadOnlyDictionary<string, string?> Settings { get; init; }

    /// <summary>The port on the loopback interface; 0 for any free one.</summary>
    public int Port { get; init; }

    /// <summary>
    /// If false, nothing listens to queues, timers and orchestrations, and calls to the Durable extension fail: HTTP and direct invocations
    /// only.
    /// </summary>
    public bool RunsTriggers { get; init; } = true;

    /// <summary>Where calls to the Durable extension go while <see cref="RunsTriggers"/> is false; if null, they fail.</summary>
    public Uri? DurableEndpoint { get; init; }

    /// <summary>Null for the process that worker.config.json names.</summary>
    public Func<WorkerArguments, IWorker>? StartWorker { get; init; }

    /// <summary>
    /// How long a queue message stays hidden if the host dies while the message's function runs; renewed while it runs. Null for 10
    /// minutes, as in Azure.
    /// </summary>
    public TimeSpan? QueueLease { get; init; }

    /// <summary>Takes a line for the person at the terminal; called from any thread.</summary>
    public Action<string> Report { get; init; } = _ => { };

    public TimeProvider Clock { get; init; } = TimeProvider.System;
}
