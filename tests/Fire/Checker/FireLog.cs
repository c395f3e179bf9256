namespace Usher.Tests.Fire.Checker;

/// <summary>All that is known afterwards: what each party saw, as plain records. Nothing in here comes from the app's own code.</summary>
internal sealed record FireLog
{
    public required IReadOnlyList<Call> Calls { get; init; }

    public required IReadOnlyList<RunnerAct> Runner { get; init; }

    public required IReadOnlyList<Told> Told { get; init; }

    public required IReadOnlyList<FedEvent> Feed { get; init; }

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
    public IEnumerable<BotStream> Streams => Feed.GroupBy(next => next.Bot).Select(events => new BotStream(events.Key, [.. events.OrderBy(next => next.Sequence)]));
}

/// <summary>One attempt of a client, and what came of it.</summary>
/// <param name="Kind">create, patch, reschedule, move (the other dialect), delete or leave.</param>
/// <param name="Bot">Null where the client does not know it (yet).</param>
/// <param name="Key">The Idempotency-Key, or null.</param>
/// <param name="Marker">What the request puts into the metadata, and no other request does.</param>
/// <param name="Status">Null: there was no answer.</param>
internal sealed record Call(
    string Kind, string? Bot, string? Key, string? Marker, DateTimeOffset SentAt, DateTimeOffset AnsweredAt, int? Status, string Body, string? ETag = null)
{
    /// <summary>To which time it moves the bot.</summary>
    public DateTimeOffset? JoinAt { get; init; }

    public bool IsDone => Status is >= 200 and < 300;
}

/// <summary>Something that the runner did.</summary>
/// <param name="Kind">receive, claim, report, heartbeat, say: what was heard, rubbish: a report that makes no sense, or abandon: from here on it lets the bot down.</param>
/// <param name="Command">The command's id.</param>
/// <param name="Id">The same in every attempt of one claim, report or thing that was said, whose text it is.</param>
/// <param name="Status">Null: there was no answer, or none was asked for.</param>
internal sealed record RunnerAct(string Kind, string Bot, string? Command, string? Id, string? Type, DateTimeOffset At, int? Status);

/// <summary>A webhook as it arrived.</summary>
/// <param name="Id">The header <c>webhook-id</c>.</param>
/// <param name="Signature">The header <c>webhook-signature</c>.</param>
/// <param name="OwnSignature">The header <c>X-Webhook-Signature</c>.</param>
internal sealed record Told(string Path, string Id, string Timestamp, string Signature, string OwnSignature, string Body);

/// <summary>An event of the feed.</summary>
internal sealed record FedEvent(
    string Bot, int Sequence, string Type, string? SubType, string OldState, string NewState, DateTimeOffset At, string Actor)
{
    /// <summary>The time to join at that it sets, or null.</summary>
    public DateTimeOffset? JoinAt { get; init; }

    /// <summary>The metadata that it sets, as JSON, or null.</summary>
    public string? Metadata { get; init; }

    public string? DeduplicationKey { get; init; }

    /// <summary>The path of the bot's own subscription; null: the project's is told.</summary>
    public string? WebhookPath { get; init; }

    /// <summary>Of a claim: the number of the event whose command was claimed.</summary>
    public int? Claimed { get; init; }

    /// <summary>The id of the report that it came with, where the runner said so.</summary>
    public string? Report { get; init; }
}

/// <summary>The events of one bot.</summary>
internal sealed record BotStream(string Bot, IReadOnlyList<FedEvent> Events)
{
    public FedEvent Last => Events[^1];

    public IEnumerable<FedEvent> Of(string type) => Events.Where(next => next.Type == type);

    /// <summary>What the API lists and webhooks tell.</summary>
    public IEnumerable<FedEvent> StateChanges => Events.Where(next => next.OldState != next.NewState);
}

/// <summary>What GET answered when all was over.</summary>
/// <param name="Events">Type, sub type and time of each.</param>
internal sealed record ShownBot(
    string Bot, int Status, string? State, DateTimeOffset? JoinAt, string? Metadata, string? ETag, IReadOnlyList<(string Type, string? SubType, DateTimeOffset At)> Events)
{
    /// <summary>The texts of its transcript, in order.</summary>
    public IReadOnlyList<string> Transcript { get; init; } = [];
}

/// <summary>From the blow until everything answered again.</summary>
internal sealed record Outage(string Kind, DateTimeOffset From, DateTimeOffset To);

/// <summary>One attempt to replace the secret.</summary>
/// <param name="Secret">Null: there was no answer, and it may have been replaced or not.</param>
internal sealed record Rotation(DateTimeOffset SentAt, DateTimeOffset AnsweredAt, byte[]? Secret);

/// <summary>A rule that does not hold, and where.</summary>
internal sealed record Violation(string Rule, string Text);
