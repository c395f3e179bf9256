using Usher.LocalHost.Functions;
using Usher.LocalHost.Rpc;

namespace Usher.LocalHost.Workers;

/// <summary>
/// Keeps one worker running: starts it, has it load its functions, and restarts it when it dies. Source: RpcFunctionInvocationDispatcher of
/// the Functions host.
/// </summary>
internal sealed class WorkerSupervisor(FunctionsHostOptions options, Func<WorkerArguments, IWorker> startWorker, ILoggerFactory logs)
    : IAsyncDisposable
{
    // Four times the initialization timeout. Source: WorkerFunctionInvoker and WorkerProcessCountOptions.
    private static readonly TimeSpan HoldTimeout = TimeSpan.FromSeconds(40);

    // Source: WorkerConstants.
    private static readonly TimeSpan TerminateGracePeriod = TimeSpan.FromSeconds(5);

    // Usher's, not the Functions host's: a worker that ends with it during its start has said which settings are wrong.
    private const int WrongSettings = 2;

    private readonly RestartPolicy policy = new();
    private readonly CancellationTokenSource stopping = new();
    private readonly TaskCompletionSource ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile TaskCompletionSource<WorkerChannel> ready = NewSignal();
    private volatile WorkerChannel? current;
    private volatile WorkerChannel? endedOnPurpose;
    private IWorker? worker;
    private Task run = Task.CompletedTask;

    /// <summary>The functions that the first life of the worker announced, ordered by name; null until then.</summary>
    public IReadOnlyList<HostedFunction>? Functions { get; private set; }

    /// <summary>
    /// Completes when the worker has failed so often that the host has to end; fails if the worker cannot even be started.
    /// </summary>
    public Task Ended => ended.Task;

    /// <summary>Whatever fails from now on fails because the host stops.</summary>
    public bool IsStopping => stopping.IsCancellationRequested;

    /// <summary>Starts the first life of the worker.</summary>
    /// <exception cref="LocalHostException">The worker ended, or failed repeatedly.</exception>
    public async Task StartAsync(Uri endpoint, CancellationToken cancellationToken)
    {
        var first = ready.Task;
        run = RunAsync(endpoint);
        if (await Task.WhenAny(first, Ended).WaitAsync(cancellationToken) != first)
        {
            await Ended;
        }

        if (!first.IsCompletedSuccessfully)
        {
            throw new LocalHostException("The app did not start. See its output above.");
        }
    }

    public WorkerChannel? Find(string workerId) => current is { } channel && channel.WorkerId == workerId ? channel : null;

    /// <summary>Holds invocations that arrive while a worker is starting.</summary>
    /// <exception cref="InvocationFailedException">No worker became ready in time, or the host is stopping.</exception>
    public async Task<WorkerChannel> ReadyAsync(CancellationToken cancellationToken)
    {
        if (ready.Task is { IsCompleted: true } known && !stopping.IsCancellationRequested)
        {
            return await known;
        }

        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, stopping.Token);
        try
        {
            return await ready.Task.WaitAsync(HoldTimeout, options.Clock, either.Token);
        }
        catch (TimeoutException)
        {
            throw new InvocationFailedException("The worker did not become ready.");
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new InvocationFailedException("The host is stopping.");
        }
    }

    /// <summary>
    /// Ends the worker's life because a function runs for too long; this does not count as an error. Does nothing if that life is already
    /// over.
    /// </summary>
    public async Task RestartAsync(WorkerChannel channel)
    {
        if (channel == current && worker is { } running)
        {
            endedOnPurpose = channel;
            await running.DisposeAsync();
        }
    }

    /// <summary>Asks the worker to end, waits a little, and ends it; whatever it was still running fails.</summary>
    public async Task StopAsync()
    {
        await stopping.CancelAsync();
        await run;
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        stopping.Dispose();
    }

    private async Task RunAsync(Uri endpoint)
    {
        try
        {
            RestartDecision decision;
            while ((decision = await LiveAsync(endpoint)) is RestartDecision.Restart)
            {
                await Task.Delay(policy.PauseBeforeRestart(options.Clock.GetUtcNow()), options.Clock, stopping.Token);
            }

            if (decision is RestartDecision.EndHost)
            {
                options.Report("The worker has failed three times within 30 minutes, so the host ends.");
                ended.SetResult();
                return;
            }

            options.Report("A worker that ends with exit code 0 is not started again: every invocation fails from now on.");
            ready.TrySetException(new InvocationFailedException("The worker has ended."));
            _ = ready.Task.Exception;
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            // The worker was stopped during shutdown.
        }
        catch (Exception exception)
        {
            ended.SetException(exception);
            _ = ended.Task.Exception;
        }
    }

    // Runs the worker once, from start to end.
    private async Task<RestartDecision> LiveAsync(Uri endpoint)
    {
        var channel = current = new WorkerChannel(NewId(), logs);
        await using var life = worker = startWorker(
            new WorkerArguments(endpoint, channel.WorkerId, NewId(), int.MaxValue, options.AppFolder, options.Settings, options.Report)
        );
        options.Report($"Worker started: {life.Name}");
        await using var loss = channel.Lost.Register(StopSending);
        var watching = LoseWhenEndedAsync(life, channel);
        try
        {
            await GreetAsync(channel);
            await life.Ended.WaitAsync(stopping.Token);
        }
        catch (LocalHostException exception)
        {
            options.Report($"The worker did not start. {exception.Message}");
            return policy.OnError(options.Clock.GetUtcNow());
        }
        catch (WorkerProcessExitException)
        {
            // The worker ended before it was ready.
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            await TerminateAsync(life, channel);
            throw;
        }

        await watching;

        // Waiters may not have been notified of the loss yet.
        StopSending();
        var exitCode = await life.Ended;
        if (exitCode == WrongSettings && Functions is null)
        {
            throw new LocalHostException("The app does not start with these settings. See its output above.") { ExitCode = WrongSettings };
        }

        return endedOnPurpose == channel ? RestartDecision.Restart : policy.OnExit(exitCode, options.Clock.GetUtcNow());
    }

    private async Task GreetAsync(WorkerChannel channel)
    {
        var began = options.Clock.GetTimestamp();
        Functions = await new WorkerHandshake(channel, options, stopping.Token).RunAsync(Functions);
        options.Report($"Worker ready after {options.Clock.GetElapsedTime(began).TotalMilliseconds:F0} ms");
        ready.TrySetResult(channel);
        if (channel.Lost.IsCancellationRequested)
        {
            StopSending();
        }
    }

    // Invocations wait for the next life.
    private void StopSending()
    {
        if (ready.Task.IsCompleted)
        {
            ready = NewSignal();
        }
    }

    private async Task LoseWhenEndedAsync(IWorker life, WorkerChannel channel)
    {
        var exitCode = await life.Ended;
        channel.Lose();
        options.Report($"Worker ended: {life.Name}, exit code {exitCode}");
    }

    private async Task TerminateAsync(IWorker life, WorkerChannel channel)
    {
        channel.Terminate(TerminateGracePeriod);
        await Task.WhenAny(life.Ended, Task.Delay(TerminateGracePeriod, options.Clock));
    }

    private string NewId() => Guid.CreateVersion7(options.Clock.GetUtcNow()).ToString();

    private static TaskCompletionSource<WorkerChannel> NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
