namespace Usher.Bots;

/// <summary>A request to change a bot.</summary>
internal abstract record BotCommand
{
    private BotCommand() { }

    public required Actor Actor { get; init; }

    internal sealed record Create(BotDetails Details) : BotCommand;

    internal sealed record Update(BotChanges Changes) : BotCommand;

    /// <summary>Changes a scheduled bot; refused for any other.</summary>
    internal sealed record UpdateScheduled(ScheduledBotChanges Changes) : BotCommand;

    internal sealed record Delete : BotCommand;

    internal sealed record Leave : BotCommand;

    /// <summary>
    /// Stops a bot: deletes it if it has not been told to join, makes it leave if it is in a meeting, and does nothing if it is already
    /// leaving.
    /// </summary>
    internal sealed record Remove : BotCommand;

    /// <summary>Erases what identifies people and all content; the fact that the bot existed remains.</summary>
    internal sealed record DeleteData : BotCommand;

    /// <summary>
    /// A runner reports what it observed. <paramref name="Id"/> makes the report repeatable: once accepted, it is never appended again.
    /// </summary>
    internal sealed record Report(string Id, BotEventType Type, string? SubType, JsonText? Data) : BotCommand
    {
        /// <summary>When the runner observed it, by its own clock; null if it did not say.</summary>
        public DateTimeOffset? OccurredAt { get; init; }

        /// <summary>Whether the event says the same as this report, regardless of the order of its data's members.</summary>
        public bool Says(BotEvent next) =>
            next is BotEvent.Transitioned { Data: var data }
            && next.Type == Type
            && next.SubType == SubType
            && (data, Data) switch
            {
                (null, null) => true,
                ({ } stored, { } sent) => stored.DeepEquals(sent),
                _ => false,
            };
    }

    /// <summary>A runner claims the command that the event <paramref name="Sequence"/> sent.</summary>
    /// <param name="Id">
    /// Makes the claim repeatable, as a report's id does. Without it, a runner that gets no response cannot know whether the command is its
    /// own.
    /// </param>
    internal sealed record Claim(int Sequence, string? Id = null) : BotCommand
    {
        /// <summary>
        /// What the runner can do in the meeting; null if it does not declare this. Applies only when it claims the join.
        /// </summary>
        public IReadOnlyList<MeetingCommandType>? Capabilities { get; init; }
    }

    /// <summary>Tells the runner to do something in the meeting.</summary>
    internal sealed record Instruct(MeetingCommand Command) : BotCommand;

    /// <summary>Appends whatever is due by the clock.</summary>
    internal sealed record Advance(LifecycleOptions Options, DateTimeOffset? LastHeartbeat, IReadOnlyList<Outage>? Outages = null)
        : BotCommand;
}
