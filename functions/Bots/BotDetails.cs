namespace Usher.Bots;

/// <summary>What a bot was created with. Stored in its first event.</summary>
internal sealed record BotDetails
{
    public required string Project { get; init; }

    public required string MeetingUrl { get; init; }

    public required string BotName { get; init; }

    /// <summary>When to join; null: at once.</summary>
    public DateTimeOffset? JoinAt { get; init; }

    /// <summary>An object of strings, or null.</summary>
    public JsonText? Metadata { get; init; }

    public string? DeduplicationKey { get; init; }

    public BotSettings Settings { get; init; } = BotSettings.None;
}

/// <summary>What a patch changes; null stands for "as it is". Stored in the event <c>updated</c>.</summary>
internal sealed record BotChanges
{
    public string? MeetingUrl { get; init; }

    public string? BotName { get; init; }

    public DateTimeOffset? JoinAt { get; init; }

    /// <summary>An object of strings, in place of what there was; an empty one: none from now on.</summary>
    public JsonText? Metadata { get; init; }

    /// <summary>Settings groups that take the place of those of the same name.</summary>
    public BotSettings? Settings { get; init; }

    /// <summary>Changes what the runner is told to do, so it is allowed only while no runner has been told.</summary>
    public bool ChangesThePlan => MeetingUrl is not null || BotName is not null || JoinAt is not null || Settings is not null;

    public bool IsEmpty => !ChangesThePlan && Metadata is null;
}
