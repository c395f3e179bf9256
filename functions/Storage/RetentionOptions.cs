using Usher.Configuration;

namespace Usher.Storage;

/// <summary>How long finished data is kept; null: forever.</summary>
internal sealed record RetentionOptions
{
    /// <summary>Events in the feed of all bots, from when they happened; a bot's own list of events stays with the bot.</summary>
    public TimeSpan? FeedEvents { get; init; }

    /// <summary>Records of settled webhooks, from when the event happened.</summary>
    public TimeSpan? Deliveries { get; init; }

    /// <summary>Answers to requests with an Idempotency-Key; a request that is repeated later is carried out again.</summary>
    public TimeSpan Answers { get; init; } = RetentionSettings.Shortest;

    /// <summary>Bots with everything that is known about them, from when they ended.</summary>
    public TimeSpan? EndedBots { get; init; }

    /// <exception cref="SettingException">A setting is wrong.</exception>
    public static RetentionOptions Read(IConfiguration configuration) =>
        new()
        {
            FeedEvents = RetentionSettings.FeedEvents.Read(configuration),
            Deliveries = RetentionSettings.Deliveries.Read(configuration),
            Answers = RetentionSettings.Answers.Read(configuration)!.Value,
            EndedBots = RetentionSettings.EndedBots.Read(configuration),
        };
}
