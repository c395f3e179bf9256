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

    /// <summary>
    /// A death, or a start that failed. The count is forgotten only when more than 30 minutes lie between one error and the next.
    /// </summary>
    public RestartDecision OnError(DateTimeOffset now)
    {
        errors = now - lastError > Forgiveness ? 1 : errors + 1;
        lastError = now;
        return errors >= ErrorLimit ? RestartDecision.EndHost : RestartDecision.Restart;
    }

    /// <summary>
    /// How long the next restart has to wait: the first is at once, 10 s lie between it and the next. Takes it for done then.
    /// </summary>
    public TimeSpan PauseBeforeRestart(DateTimeOffset now)
    {
        var earliest = lastRestart > DateTimeOffset.MinValue ? lastRestart + BetweenRestarts : now;
        lastRestart = earliest > now ? earliest : now;
        return lastRestart - now;
    }
}
