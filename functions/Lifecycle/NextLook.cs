namespace Usher.Lifecycle;

/// <summary>When a bot is to be looked at again.</summary>
/// <param name="DueAt">When there is something to do, as far as is known now.</param>
/// <param name="TimerAt">When the timer for it fires: ahead of a join, else at that time.</param>
internal sealed record NextLook(DateTimeOffset DueAt, DateTimeOffset TimerAt);
