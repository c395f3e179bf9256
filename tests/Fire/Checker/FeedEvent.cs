namespace Usher.Tests.Fire.Checker;

/// <summary>An event of the feed.</summary>
internal sealed record FeedEvent(
    string Bot,
    int Sequence,
    string Type,
    string? SubType,
    string OldState,
    string NewState,
    DateTimeOffset At,
    string Actor
)
{
    /// <summary>The join time that it sets, or null.</summary>
    public DateTimeOffset? JoinAt { get; init; }

    /// <summary>The metadata that it sets, as JSON, or null.</summary>
    public string? Metadata { get; init; }

    public string? DeduplicationKey { get; init; }

    /// <summary>The path of the bot's own subscription; null if deliveries go to the project's.</summary>
    public string? WebhookPath { get; init; }

    /// <summary>For a claim: the number of the event whose command was claimed.</summary>
    public int? Claimed { get; init; }

    /// <summary>The id of the report that caused it, if a runner's report did.</summary>
    public string? Report { get; init; }
}
