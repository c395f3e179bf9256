namespace Usher.Bots;

/// <summary>The changes of an update; null leaves a value as it is. Stored in the event <c>updated</c>.</summary>
internal sealed record BotChanges
{
    private static readonly BotChanges None = new();

    public string? MeetingUrl { get; init; }

    public string? BotName { get; init; }

    public DateTimeOffset? JoinAt { get; init; }

    /// <summary>An object of strings that replaces the metadata; an empty object removes it.</summary>
    public JsonText? Metadata { get; init; }

    /// <summary>Settings groups that replace those of the same name.</summary>
    public BotSettings? Settings { get; init; }

    /// <summary>
    /// Whether the changes affect what the runner is told to do, which is allowed only before a runner has been told. True for every member
    /// but metadata, including members added later.
    /// </summary>
    public bool ChangesThePlan => this with { Metadata = null } != None;

    public bool IsEmpty => this == None;
}
