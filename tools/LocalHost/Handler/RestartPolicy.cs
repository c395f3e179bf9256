namespace Usher.LocalHost.Handler;

internal enum RestartDecision
{
    /// <summary>Exit code 0: the process is taken for closed, and stays so.</summary>
    StayClosed,

    /// <summary>Start it again, at once, on the same port.</summary>
    Restart,

    /// <summary>Too many errors: the host itself ends, and the platform starts it again.</summary>
    EndHost,
}

/// <summary>What the Functions host does when its handler ends. Source: HttpFunctionInvocationDispatcher.</summary>
internal sealed class RestartPolicy
{
    private const int IntentionalRestart = 200;
    private const int ErrorLimit = 3;
    private static readonly TimeSpan Forgiveness = TimeSpan.FromMinutes(30);

    private DateTimeOffset lastError = DateTimeOffset.MinValue;
    private int errors;

    public RestartDecision OnExit(int exitCode, DateTimeOffset now) => exitCode switch
    {
        0 => RestartDecision.StayClosed,
        IntentionalRestart => RestartDecision.Restart,
        _ => OnError(now),
    };

    /// <summary>A death, or a start without an answer. The count is forgotten only when more than 30 minutes lie between one error and the next.</summary>
    public RestartDecision OnError(DateTimeOffset now)
    {
        errors = now - lastError > Forgiveness ? 1 : errors + 1;
        lastError = now;
        return errors >= ErrorLimit ? RestartDecision.EndHost : RestartDecision.Restart;
    }
}
