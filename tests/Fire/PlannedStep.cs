namespace Usher.Tests.Fire;

/// <param name="JoinIn">For <see cref="Wish.Reschedule"/> and <see cref="Wish.Move"/>: the new time, relative to when it is sent.</param>
/// <param name="IsKeyed">Sent with an Idempotency-Key, and once more after its answer.</param>
internal sealed record PlannedStep(TimeSpan After, Wish Wish, TimeSpan? JoinIn, bool IsKeyed);
