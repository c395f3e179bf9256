namespace Usher.Lifecycle;

/// <summary>When to check a bot again.</summary>
/// <param name="DueAt">When the next step is due, as far as is known now.</param>
/// <param name="TimerAt">When the timer for it fires: ahead of a join, otherwise at that time.</param>
internal sealed record NextCheck(DateTimeOffset DueAt, DateTimeOffset TimerAt);
