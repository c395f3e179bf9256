namespace Usher.Bots;

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
