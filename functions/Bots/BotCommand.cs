namespace Usher.Bots;

/// <summary>What somebody wants of a bot.</summary>
internal abstract record BotCommand
{
    private BotCommand() { }

    public required Actor Actor { get; init; }

    internal sealed record Create(BotDetails Details) : BotCommand;

    internal sealed record Update(BotChanges Changes) : BotCommand;

    /// <summary>Changes a bot that waits for its time, and no other.</summary>
    internal sealed record UpdateScheduled(ScheduledBotChanges Changes) : BotCommand;

    internal sealed record Delete : BotCommand;

    internal sealed record Leave : BotCommand;

    /// <summary>
    /// Stops a bot: deletes one that has not been told to join, makes one in a meeting leave, and changes nothing where it is leaving
    /// already.
    /// </summary>
    internal sealed record Remove : BotCommand;

    /// <summary>What identifies people or content goes; that the bot has been stays.</summary>
    internal sealed record DeleteData : BotCommand;

    /// <summary>A runner tells what it saw. <paramref name="Id"/> makes it repeatable: accepted once, it is not appended again.</summary>
    internal sealed record Report(string Id, BotEventType Type, string? SubType, JsonText? Data) : BotCommand
    {
        /// <summary>When the runner saw it, by its own clock; null: it does not say.</summary>
        public DateTimeOffset? OccurredAt { get; init; }

        /// <summary>The event says the same as this report, whatever the order of its data's members.</summary>
        public bool Says(BotEvent next) =>
            next is BotEvent.Transitioned { Data: var data }
            && next.Type == Type
            && next.SubType == SubType
            && (data, Data) switch
            {
                (null, null) => true,
                ({ } stored, { } sent) => stored.SaysTheSameAs(sent),
                _ => false,
            };
    }

    /// <summary>A runner takes the command that the event <paramref name="Sequence"/> sent.</summary>
    /// <param name="Id">Makes it repeatable, like that of a report; null: whoever gets no answer cannot know whether the command is its
    /// own.</param>
    internal sealed record Claim(int Sequence, string? Id = null) : BotCommand
    {
        /// <summary>What the runner can do in the meeting; null: it does not say. Counts with the join.</summary>
        public IReadOnlyList<MeetingCommandType>? Capabilities { get; init; }
    }

    /// <summary>The runner is to do something in the meeting.</summary>
    internal sealed record Instruct(MeetingCommand Command) : BotCommand;

    /// <summary>Whatever is due by the clock.</summary>
    internal sealed record Advance(LifecycleOptions Options, DateTimeOffset? LastHeartbeat, IReadOnlyList<Outage>? Outages = null)
        : BotCommand;
}
