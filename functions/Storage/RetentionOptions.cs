using System.Globalization;

namespace Usher.Storage;

/// <summary>
/// How long what is over is kept. Settings <c>Usher__Retention__FeedEvents</c>, <c>…__Deliveries</c>, <c>…__Answers</c> and
/// <c>…__EndedBots</c>; without them all but the answers to keyed requests is kept for good.
/// </summary>
internal sealed record RetentionOptions
{
    /// <summary>What is promised to whoever repeats a request, and longer than a webhook is tried.</summary>
    private static readonly TimeSpan Shortest = TimeSpan.FromDays(1);

    /// <summary>Events in the feed of all bots, from when they happened; a bot's own list of events stays with the bot.</summary>
    public TimeSpan? FeedEvents { get; init; }

    /// <summary>Records of webhooks that are not to be sent any more, from when the event happened.</summary>
    public TimeSpan? Deliveries { get; init; }

    /// <summary>Answers to requests with an Idempotency-Key; a request that comes again later is carried out again.</summary>
    public TimeSpan Answers { get; init; } = Shortest;

    /// <summary>Bots with all that is known of them, from when they were over.</summary>
    public TimeSpan? EndedBots { get; init; }

    /// <exception cref="SettingException">Not a time, or too short a one.</exception>
    public static RetentionOptions Read(IConfiguration configuration)
    {
        TimeSpan? Setting(string name) =>
            configuration[$"Usher:Retention:{name}"] is not { Length: > 0 } text ? null
            : TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out var time) && time >= Shortest ? time
            : throw new SettingException(
                $"Usher__Retention__{name} is '{text}'. Set it to a time of a day or more, for example 90.00:00:00 for ninety days, "
                    + "or remove it."
            );

        return new RetentionOptions
        {
            FeedEvents = Setting(nameof(FeedEvents)),
            Deliveries = Setting(nameof(Deliveries)),
            Answers = Setting(nameof(Answers)) ?? Shortest,
            EndedBots = Setting(nameof(EndedBots)),
        };
    }
}
