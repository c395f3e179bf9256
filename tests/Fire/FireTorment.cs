using Usher.Tests.Fire.Checker;
using Usher.Tests.Support;

namespace Usher.Tests.Fire;

/// <summary>Hits the processes of a run; each is up again when its blow is over.</summary>
internal sealed class FireTorment(FireStage stage, TimeProvider clock) : IDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);
    private readonly HttpClient probe = new() { Timeout = TimeSpan.FromSeconds(2) };

    /// <returns>From the first damage until everything answers again.</returns>
    public async Task<Outage> HitAsync(PlannedBlow planned, CancellationToken cancellationToken)
    {
        var from = clock.GetUtcNow();
        await (
            planned.Blow switch
            {
                Blow.KillWorker => Done(KillWorker),
                Blow.PauseWorker => PauseAsync(stage.WorkerProcessId, planned.Length, cancellationToken),
                Blow.KillHost => stage.KillHostAsync(),
                Blow.PauseHost => PauseAsync(stage.HostProcessId, planned.Length, cancellationToken),
                Blow.PauseStorage => PauseAsync(stage.StorageProcessId, planned.Length, cancellationToken),
                Blow.RestartStorage => stage.RestartStorageAsync(cancellationToken),
                Blow.KillWorkerWithoutStorage => PauseAsync(stage.StorageProcessId, planned.Length, cancellationToken, halfway: KillWorker),
                Blow.KillReceiver => stage.Receivers.RestartAsync(planned.Length, cancellationToken),
                _ => stage.Receivers.PauseAsync(planned.Length, cancellationToken),
            }
        );
        if (!planned.HitsReceiver)
        {
            await UntilHealthyAsync(cancellationToken);
        }

        return new Outage(planned.Blow.ToString(), from, clock.GetUtcNow());
    }

    public void Dispose() => probe.Dispose();

    private void KillWorker() => ProcessSignal.Send(stage.WorkerProcessId, ProcessSignal.Kill);

    private static Task Done(Action action)
    {
        action();
        return Task.CompletedTask;
    }

    private async Task PauseAsync(int processId, TimeSpan length, CancellationToken cancellationToken, Action? halfway = null)
    {
        ProcessSignal.Send(processId, ProcessSignal.Stop);
        try
        {
            await Task.Delay(length / 2, clock, cancellationToken);
            halfway?.Invoke();
            await Task.Delay(length / 2, clock, cancellationToken);
        }
        finally
        {
            ProcessSignal.Send(processId, ProcessSignal.Continue);
        }
    }

    private async Task UntilHealthyAsync(CancellationToken cancellationToken)
    {
        var start = clock.GetTimestamp();
        var last = "nothing";
        while (clock.GetElapsedTime(start) < Patience)
        {
            try
            {
                using var answer = await probe.GetAsync(new Uri(stage.Url, "/health"), cancellationToken);
                if (answer.IsSuccessStatusCode)
                {
                    return;
                }

                last = $"{(int)answer.StatusCode} {await answer.Content.ReadAsStringAsync(cancellationToken)}";
            }
            catch (Exception exception)
                when (exception is HttpRequestException
                    || (exception is OperationCanceledException && !cancellationToken.IsCancellationRequested)
                )
            {
                last = exception.Message;
            }

            await Task.Delay(Pause, clock, cancellationToken);
        }

        throw new TimeoutException(
            string.Join(Environment.NewLine, ["The app does not come back:", .. stage.HostLines, $"/health answered last: {last}"])
        );
    }
}
