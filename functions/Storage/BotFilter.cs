using Usher.Bots;

namespace Usher.Storage;

/// <summary>Which bots of a project: all conditions that are given must hold; <see cref="States"/> names one or more.</summary>
internal sealed record BotFilter
{
    public IReadOnlyList<BotState> States { get; init; } = [];

    public string? MeetingUrl { get; init; }

    public string? DeduplicationKey { get; init; }

    /// <summary>Later than this, not at it.</summary>
    public DateTimeOffset? JoinAtAfter { get; init; }

    public DateTimeOffset? JoinAtBefore { get; init; }

    /// <summary>Whatever else a bot must be; null: nothing.</summary>
    public Func<Bot, bool>? Where { get; init; }

    /// <summary>What a query cannot say exactly: it has at most 15 comparisons, and Azurite compares times to the millisecond.</summary>
    public bool Matches(Bot bot) =>
        (States.Count == 0 || States.Contains(bot.State))
        && (JoinAtAfter is not { } after || bot.JoinAt > after)
        && (JoinAtBefore is not { } before || bot.JoinAt < before)
        && Where?.Invoke(bot) != false;
}
