namespace Usher.Bots.Webhooks;

/// <summary>How an attempt ended.</summary>
/// <param name="Status">The receiver's status code; null if there was no response.</param>
/// <param name="Error">Why the attempt failed; null if it succeeded.</param>
/// <param name="RetryAfter">The wait that the receiver asked for.</param>
internal sealed record AttemptOutcome(int? Status, string? Error, TimeSpan? RetryAfter, TimeSpan Duration)
{
    private const int GoneStatus = 410;

    public bool Succeeded => Status is >= 200 and < 300;

    public bool IsGone => Status == GoneStatus;

    /// <summary>Whether sending to this URL can never succeed.</summary>
    public bool IsInVain { get; init; }
}
