namespace Usher.Tests.Fire;

/// <param name="JoinIn">Null to join immediately.</param>
/// <param name="HasOwnWebhook">Uses its own subscription instead of the project's.</param>
/// <param name="HasLargeSettings">Too large to fit in a queue message.</param>
internal sealed record PlannedBot(
    int Number,
    TimeSpan StartAfter,
    TimeSpan? JoinIn,
    string? DeduplicationKey,
    bool IsKeyed,
    bool HasOwnWebhook,
    bool HasLargeSettings,
    IReadOnlyList<PlannedStep> Steps
);
