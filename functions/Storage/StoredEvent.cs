using Usher.Bots;

namespace Usher.Storage;

/// <summary>An event row with what its dispatch needs.</summary>
/// <param name="Commit">The transaction that wrote the event.</param>
/// <param name="DueAt">When the bot's next step is due as of this event; null if it has no deadline.</param>
/// <param name="Traceparent">The span in which the event occurred; null if unknown, as for events from before tracing.</param>
internal sealed record StoredEvent(
    int Sequence,
    BotEvent Event,
    BotState OldState,
    BotState NewState,
    string Commit,
    DateTimeOffset? DueAt,
    string? Traceparent = null
);
