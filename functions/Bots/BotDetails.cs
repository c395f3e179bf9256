namespace Usher.Bots;

/// <summary>What a bot was created with. Stored in its first event.</summary>
internal sealed record BotDetails
{
    public required string Project { get; init; }

    public required string MeetingUrl { get; init; }

    public required string BotName { get; init; }

    /// <summary>When to join; null to join immediately.</summary>
    public DateTimeOffset? JoinAt { get; init; }

    /// <summary>An object of strings, or null.</summary>
    public JsonText? Metadata { get; init; }

    public string? DeduplicationKey { get; init; }

    public BotSettings Settings { get; init; } = BotSettings.None;
}
