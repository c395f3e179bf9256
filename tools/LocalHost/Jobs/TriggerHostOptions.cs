using Usher.LocalHost.Functions;
using Usher.LocalHost.Rpc;

namespace Usher.LocalHost.Jobs;

/// <summary>What <see cref="TriggerHost"/> runs, and on what.</summary>
internal sealed record TriggerHostOptions
{
    /// <summary>The app's host.json, with the app settings: <c>AzureWebJobsStorage</c> and other connections.</summary>
    public required HostJson HostJson { get; init; }

    /// <summary>The enabled functions without an HTTP trigger.</summary>
    public required IReadOnlyList<HostedFunction> Functions { get; init; }

    /// <summary>
    /// Invokes a function in the worker and returns the worker's answer, including failures. Cancelling notifies the worker
    /// (InvocationCancel) and keeps waiting for its answer. Throws a <see cref="WorkerProcessExitException"/>, which the Durable extension
    /// knows by that name, if the worker dies meanwhile.
    /// </summary>
    public required Func<InvocationRequest, CancellationToken, Task<InvocationResponse>> InvokeAsync { get; init; }

    /// <summary>Replaces the worker: a function has exceeded functionTimeout and does not end.</summary>
    public required Func<Task> RestartWorkerAsync { get; init; }

    /// <summary>The address at which this host answers HTTP requests.</summary>
    public required Uri BaseUrl { get; init; }

    /// <summary>
    /// How long a queue message stays hidden if the host dies while the message's function runs; renewed while it runs. Null for 10
    /// minutes, as in Azure.
    /// </summary>
    public TimeSpan? QueueLease { get; init; }

    /// <summary>Takes a line for the person at the terminal.</summary>
    public required Action<string> Report { get; init; }

    public TimeProvider Clock { get; init; } = TimeProvider.System;
}
