namespace Usher.LocalHost.Workers;

/// <summary>What the Functions host does when its worker ends. Source: RpcFunctionInvocationDispatcher and WorkerProcess.</summary>
internal sealed class RestartPolicy
{
    private const int IntentionalRestart = 200;
    private const int ErrorLimit = 3;
    private static readonly TimeSpan Forgiveness = TimeSpan.FromMinutes(30);
    private static readonly TimeSpan BetweenRestarts = TimeSpan.FromSeconds(10);

    private DateTimeOffset lastError = DateTimeOffset.MinValue;
    private DateTimeOffset lastRestart = DateTimeOffset.MinValue;
    private int errors;

    public RestartDecision OnExit(int exitCode, DateTimeOffset now) =>
        exitCode switch
        {
            0 => RestartDecision.StayClosed,
            IntentionalRestart => RestartDecision.Restart,
            _ => OnError(now),
        };

    /// <summary>Records a death, or a failed start. The count is reset only when more than 30 minutes lie between two errors.</summary>
    public RestartDecision OnError(DateTimeOffset now)
    {
        errors = now - lastError > Forgiveness ? 1 : errors + 1;
        lastError = now;
        return errors >= ErrorLimit ? RestartDecision.EndHost : RestartDecision.Restart;
    }

    /// <summary>
    /// How long the next restart must wait: the first is immediate, and the next follows at least 10 s later. Counts the restart as done
    /// then.
    /// </summary>
    public TimeSpan PauseBeforeRestart(DateTimeOffset now)
    {
        var earliest = lastRestart > DateTimeOffset.MinValue ? lastRestart + BetweenRestarts : now;
        lastRestart = earliest > now ? earliest : now;
        return lastRestart - now;
    }
}
