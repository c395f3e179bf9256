using Usher.LocalHost.Functions;
using Usher.LocalHost.Processes;

namespace Usher.LocalHost.Handler;

/// <summary>
/// Keeps the handler process running as the Functions host does: one port for all its lives, ready at the first answer, started again when it dies.
/// </summary>
/// <param name="command">The command for a port.</param>
/// <param name="initializationTimeout">In which the first answer has to come.</param>
internal sealed class HandlerSupervisor(
    Func<int, ChildCommand> command, TimeSpan initializationTimeout, Guard guard, Action<string> report, Action<string> onOutput, TimeProvider clock) : IAsyncDisposable
{
    private readonly RestartPolicy policy = new();
    private readonly CancellationTokenSource stopping = new();
    private readonly TaskCompletionSource ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Lock gate = new();
    private TaskCompletionSource<ChildProcess> ready = NewSignal();
    private int killedOnPurpose;
    private int port;
    private Task run = Task.CompletedTask;

    public Uri Address => new($"http://127.0.0.1:{port}");

    /// <summary>Completes when the handler has failed so often that the host has to end.</summary>
    public Task Ended => ended.Task;

    /// <summary>Cancelled as soon as the host stops: nothing that fails from then on is worth another try.</summary>
    public CancellationToken Stopping => stopping.Token;

    public void Start()
    {
        port = LoopbackPort.Free();
        run = RunAsync();
    }

    /// <summary>Invocations that arrive while the handler starts wait here, up to four initialization timeouts.</summary>
    /// <exception cref="FunctionInvocationException">It did not become ready in that time, or the host is stopping.</exception>
    public async Task<ChildProcess> WaitUntilReadyAsync(CancellationToken cancellationToken)
    {
        Task<ChildProcess> waiting;
        lock (gate)
        {
            waiting = ready.Task;
        }

        try
        {
            return await waiting.WaitAsync(initializationTimeout * 4, clock, cancellationToken);
        }
        catch (TimeoutException exception)
        {
            throw new FunctionInvocationException("The handler did not become ready.", exception);
        }
    }

    /// <summary>Kills one life of the process, for a function that took too long; that death is not counted. A life that has ended is left alone.</summary>
    public async Task RestartAsync(ChildProcess process)
    {
        Volatile.Write(ref killedOnPurpose, process.Id);
        await process.KillAsync();
    }

    /// <summary>A hard kill, as the Functions host does it: no signal that could be handled, no request.</summary>
    public async Task StopAsync()
    {
        await stopping.CancelAsync();
        lock (gate)
        {
            ready.TrySetException(new FunctionInvocationException("The host is stopping."));
            _ = ready.Task.Exception;
        }

        await run;
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        stopping.Dispose();
    }

    private async Task RunAsync()
    {
        try
        {
            RestartDecision decision;
            do
            {
                decision = await LiveAsync();
            }
            while (decision == RestartDecision.Restart);

            if (decision == RestartDecision.EndHost)
            {
                ended.SetResult();
            }
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            // The process was killed on the way out.
        }
    }

    // From one start of the process to its end.
    private async Task<RestartDecision> LiveAsync()
    {
        await using var process = ChildProcess.Start(command(port), guard, (line, _) => onOutput(line));
        report($"Handler started: pid {process.Id}, port {port}");
        var started = clock.GetTimestamp();
        if (!await ProbeAsync(process))
        {
            report($"The handler did not answer GET / within {initializationTimeout}.");
            return policy.OnError(clock.GetUtcNow());
        }

        if (!process.Exited.IsCompleted)
        {
            report($"Handler ready after {clock.GetElapsedTime(started).TotalMilliseconds:F0} ms");
            SetReady(process);
        }

        var exitCode = await process.Exited.WaitAsync(stopping.Token);
        report($"Handler ended: pid {process.Id}, exit code {exitCode}");
        lock (gate)
        {
            // From here on invocations wait for the next life.
            ready = ready.Task.IsCompleted && !stopping.IsCancellationRequested ? NewSignal() : ready;
        }

        var decision = Volatile.Read(ref killedOnPurpose) == process.Id ? RestartDecision.Restart : policy.OnExit(exitCode, clock.GetUtcNow());
        if (decision == RestartDecision.StayClosed)
        {
            report("A handler that ends with exit code 0 is not started again: from now on every invocation fails.");
            SetReady(process);
        }

        return decision;
    }

    // True when it answered or ended, false when its time was up.
    private async Task<bool> ProbeAsync(ChildProcess process)
    {
        using var timeout = new CancellationTokenSource(initializationTimeout, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, stopping.Token);
        try
        {
            await ReadinessProbe.WaitAsync(Address, process.Exited, clock, either.Token);
            return true;
        }
        catch (OperationCanceledException) when (!stopping.IsCancellationRequested)
        {
            return false;
        }
    }

    private void SetReady(ChildProcess process)
    {
        lock (gate)
        {
            ready.TrySetResult(process);
        }
    }

    private static TaskCompletionSource<ChildProcess> NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
