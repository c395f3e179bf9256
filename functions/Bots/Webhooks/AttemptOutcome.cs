namespace Usher.Bots.Webhooks;

/// <summary>How an attempt ended.</summary>
/// <param name="Status">What the receiver answered; null: nothing.</param>
/// <param name="Error">Why it is no success; null: it is one.</param>
/// <param name="RetryAfter">What the receiver asked for.</param>
internal sealed record AttemptOutcome(int? Status, string? Error, TimeSpan? RetryAfter, TimeSpan Duration)
{
    private const int GoneStatus = 410;

    public bool Succeeded => Status is >= 200 and < 300;

    public bool IsGone => Status == GoneStatus;

    /// <summary>Nothing that is sent there arrives, now or later.</summary>
    public bool IsInVain { get; init; }
}
