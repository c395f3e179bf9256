namespace Usher.Tests.Fire;

/// <param name="JoinIn">Null: at once.</param>
/// <param name="HasOwnWebhook">Told to a subscription of its own instead of the project's.</param>
/// <param name="HasLargeSettings">So large that they would fit into no message of a queue.</param>
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
