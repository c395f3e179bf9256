namespace Usher.Tests.Fire.Checker;

/// <summary>When something was sent that counts once, however often it is sent: it was stored between the two times.</summary>
/// <param name="SentAt">The first time.</param>
/// <param name="TakenAt">When it was acknowledged first. Null: never, so that it is stored at any time, or not at all.</param>
internal sealed record Sending(DateTimeOffset SentAt, DateTimeOffset? TakenAt)
{
    public static Sending Of(IReadOnlyCollection<RunnerAct> attempts) =>
        new(attempts.Min(act => act.SentAt), attempts.Where(act => act.IsDone).Min(act => (DateTimeOffset?)act.At));

    /// <summary>It was stored before the other one was sent at all.</summary>
    public bool IsBefore(Sending other) => TakenAt <= other.SentAt;
}
