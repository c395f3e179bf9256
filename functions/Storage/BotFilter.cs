using Usher.Bots;

namespace Usher.Storage;

/// <summary>Selects bots of a project. All given conditions must hold; <see cref="States"/> lists the allowed states.</summary>
internal sealed record BotFilter
{
    public IReadOnlyList<BotState> States { get; init; } = [];

    public string? MeetingUrl { get; init; }

    public string? DeduplicationKey { get; init; }

    /// <summary>Exclusive.</summary>
    public DateTimeOffset? JoinAtAfter { get; init; }

    public DateTimeOffset? JoinAtBefore { get; init; }

    /// <summary>A further condition; null for none.</summary>
    public Func<Bot, bool>? Where { get; init; }

    /// <summary>
    /// Checks what a query cannot express exactly: it has at most 15 comparisons, and Azurite compares times to the millisecond.
    /// </summary>
    public bool Matches(Bot bot) =>
        (States.Count == 0 || States.Contains(bot.State))
        && (JoinAtAfter is not { } after || bot.JoinAt > after)
        && (JoinAtBefore is not { } before || bot.JoinAt < before)
        && Where?.Invoke(bot) != false;
}
