namespace Usher.Configuration;

/// <summary>How long data is kept.</summary>
internal static class RetentionSettings
{
    /// <summary>The promise to clients that repeat a request; also longer than webhooks are retried.</summary>
    public static readonly TimeSpan Shortest = TimeSpan.FromDays(1);

    /// <summary>Longer than any law requires, and short enough that no time overflows.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromDays(3650);

    private const string Section = "Usher__Retention__";

    public static readonly Setting<TimeSpan?> Answers = SettingOf.Time(
        $"{Section}{nameof(Answers)}",
        Shortest,
        "How long the answer to a request with an `Idempotency-Key` is kept.",
        Shortest,
        Longest
    );

    public static readonly Setting<TimeSpan?> Deliveries = Optional(
        $"{Section}{nameof(Deliveries)}",
        "How long the records of webhooks that were delivered, failed or cancelled are kept."
    );

    public static readonly Setting<TimeSpan?> FeedEvents = Optional(
        $"{Section}{nameof(FeedEvents)}",
        "How long events stay in the feed of all bots."
    );

    public static readonly Setting<TimeSpan?> EndedBots = Optional(
        $"{Section}{nameof(EndedBots)}",
        "How long bots are kept after they have ended."
    );

    public static readonly SettingGroup Group = new("Retention", [Answers, Deliveries, FeedEvents, EndedBots]);

    private static Setting<TimeSpan?> Optional(string name, string purpose) =>
        SettingOf.Time(name, null, purpose, Shortest, Longest, "kept forever");
}
