namespace Usher.Tests.Fire;

/// <param name="JoinIn">Of <see cref="Wish.Reschedule"/> and <see cref="Wish.Move"/>: the new time, from the moment it is sent.</param>
/// <param name="IsKeyed">Sent with an Idempotency-Key, and once more after its answer.</param>
internal sealed record PlannedStep(TimeSpan After, Wish Wish, TimeSpan? JoinIn, bool IsKeyed);
