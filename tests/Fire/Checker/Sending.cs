namespace Usher.Tests.Fire.Checker;

/// <summary>The sending of something that counts once, however often it is sent: it was stored between the two times.</summary>
/// <param name="SentAt">The first time it was sent.</param>
/// <param name="TakenAt">When it was first acknowledged; null if never, so that it may be stored at any time or not at all.</param>
internal sealed record Sending(DateTimeOffset SentAt, DateTimeOffset? TakenAt)
{
    public static Sending Of(IReadOnlyCollection<RunnerAct> attempts) =>
        new(attempts.Min(act => act.SentAt), attempts.Where(act => act.IsDone).Min(act => (DateTimeOffset?)act.At));

    /// <summary>Whether it was stored before the other one was first sent.</summary>
    public bool IsBefore(Sending other) => TakenAt <= other.SentAt;
}
