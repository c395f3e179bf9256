namespace Usher.Bots;

/// <summary>What a patch changes; null stands for "as it is". Stored in the event <c>updated</c>.</summary>
internal sealed record BotChanges
{
    private static readonly BotChanges None = new();

    public string? MeetingUrl { get; init; }

    public string? BotName { get; init; }

    public DateTimeOffset? JoinAt { get; init; }

    /// <summary>An object of strings, in place of what there was; an empty one: none from now on.</summary>
    public JsonText? Metadata { get; init; }

    /// <summary>Settings groups that take the place of those of the same name.</summary>
    public BotSettings? Settings { get; init; }

    /// <summary>
    /// Changes what the runner is told to do, so it is allowed only while no runner has been told. True of everything but metadata, new
    /// members included.
    /// </summary>
    public bool ChangesThePlan => this with { Metadata = null } != None;

    public bool IsEmpty => this == None;
}
