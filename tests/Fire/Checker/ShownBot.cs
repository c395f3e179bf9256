namespace Usher.Tests.Fire.Checker;

/// <summary>What GET answered at the end of the run.</summary>
/// <param name="Events">Type, sub type and time of each event.</param>
internal sealed record ShownBot(
    string Bot,
    int Status,
    string? State,
    DateTimeOffset? JoinAt,
    string? Metadata,
    string? ETag,
    IReadOnlyList<(string Type, string? SubType, DateTimeOffset At)> Events
)
{
    /// <summary>The texts of its transcript, in order.</summary>
    public IReadOnlyList<string> Transcript { get; init; } = [];

    /// <summary>The texts of its chat, in order.</summary>
    public IReadOnlyList<string> Chat { get; init; } = [];

    /// <summary>The hash of the served file, or the status if it could not be fetched; null if there is none.</summary>
    public string? Recording { get; init; }
}
