namespace Usher.Tests.Fire.Checker;

/// <summary>
/// Everything known after the run: what each party observed, as plain records. Nothing here comes from the app's own code.
/// </summary>
internal sealed record FireLog
{
    public required IReadOnlyList<Call> Calls { get; init; }

    public required IReadOnlyList<RunnerAct> Runner { get; init; }

    public required IReadOnlyList<Told> Told { get; init; }

    public required IReadOnlyList<FeedEvent> Feed { get; init; }

    /// <summary>What was said in meetings, in feed order.</summary>
    public required IReadOnlyList<(string Bot, string Text)> FedTalk { get; init; }

    public required IReadOnlyList<ShownBot> Shown { get; init; }

    public required IReadOnlyList<Outage> Outages { get; init; }

    /// <summary>How long a message stays hidden after its host died.</summary>
    public required TimeSpan QueueLease { get; init; }

    public required byte[] WebhookSecret { get; init; }

    /// <summary>The rotations of the secret during the run; the secret that receivers hold signs throughout.</summary>
    public required IReadOnlyList<Rotation> Rotations { get; init; }

    /// <summary>How many bots of the project may be in meetings or about to join.</summary>
    public required int ConcurrencyLimit { get; init; }

    /// <summary>When the feed and the bots were read.</summary>
    public required DateTimeOffset EndedAt { get; init; }

    /// <summary>Outages that affect the app itself; a receiver outage excuses only its webhooks.</summary>
    public IEnumerable<Outage> OutagesOfTheApp => Outages.Where(outage => !outage.Kind.EndsWith("Receiver", StringComparison.Ordinal));

    /// <summary>The feed by bot, in order.</summary>
    public IEnumerable<BotStream> Streams =>
        Feed.GroupBy(next => next.Bot).Select(events => new BotStream(events.Key, [.. events.OrderBy(next => next.Sequence)]));
}
