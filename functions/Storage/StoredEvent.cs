using Usher.Bots;

namespace Usher.Storage;

/// <summary>One event row with what its dispatching needs.</summary>
/// <param name="Commit">The transaction that wrote it.</param>
/// <param name="DueAt">When the bot was to be looked at next, seen from this event; null: not by the clock.</param>
/// <param name="Traceparent">The span in which it happened; null: none is known, as in every event that was written before traces
/// were.</param>
internal sealed record StoredEvent(
    int Sequence,
    BotEvent Event,
    BotState OldState,
    BotState NewState,
    string Commit,
    DateTimeOffset? DueAt,
    string? Traceparent = null
);
