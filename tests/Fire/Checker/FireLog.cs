namespace Usher.Tests.Fire.Checker;

/// <summary>All that is known afterwards: what each party saw, as plain records. Nothing in here comes from the app's own code.</summary>
internal sealed record FireLog
{
    public required IReadOnlyList<Call> Calls { get; init; }

    public required IReadOnlyList<RunnerAct> Runner { get; init; }

    public required IReadOnlyList<Told> Told { get; init; }

    public required IReadOnlyList<FedEvent> Feed { get; init; }

    /// <summary>What was said in meetings, in the order of the feed.</summary>
    public required IReadOnlyList<(string Bot, string Text)> FedTalk { get; init; }

    public required IReadOnlyList<ShownBot> Shown { get; init; }

    public required IReadOnlyList<Outage> Outages { get; init; }

    /// <summary>How long a message of a host that died stays hidden.</summary>
    public required TimeSpan QueueLease { get; init; }

    public required byte[] WebhookSecret { get; init; }

    /// <summary>How often the secret was replaced meanwhile; the one that receivers hold signs all the time.</summary>
    public required IReadOnlyList<Rotation> Rotations { get; init; }

    /// <summary>How many bots the project may have in meetings or on the way there.</summary>
    public required int ConcurrencyLimit { get; init; }

    /// <summary>When the feed and the bots were read.</summary>
    public required DateTimeOffset EndedAt { get; init; }

    /// <summary>Those that the app itself can feel; a receiver that is away excuses nothing but its webhooks.</summary>
    public IEnumerable<Outage> OutagesOfTheApp => Outages.Where(outage => !outage.Kind.EndsWith("Receiver", StringComparison.Ordinal));

    /// <summary>The feed by bot, in order.</summary>
    public IEnumerable<BotStream> Streams =>
        Feed.GroupBy(next => next.Bot).Select(events => new BotStream(events.Key, [.. events.OrderBy(next => next.Sequence)]));
}
