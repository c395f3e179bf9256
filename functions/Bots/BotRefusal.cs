using System.Globalization;

namespace Usher.Bots;

/// <summary>Why a command was not carried out. Each dialect words it in its own way.</summary>
internal abstract record BotRefusal
{
    private BotRefusal() { }

    internal sealed record NotFound : BotRefusal;

    internal sealed record EventNotAllowed(BotEventType Type, BotState State) : BotRefusal
    {
        /// <summary>The peer's sentence.</summary>
        public string Text =>
            $"Event {Type.Name} not allowed when bot is in state {State.Name}. It is only allowed in these states: "
            + string.Join(", ", BotTransitions.Of(Type).From.Select(state => state.Name));
    }

    internal sealed record UpdateNotAllowed(BotState State) : BotRefusal;

    /// <summary>The metadata would have been longer than <see cref="Metadata.MaxLength"/>.</summary>
    internal sealed record MetadataTooLong(int Length) : BotRefusal;

    /// <summary>The settings would have taken more than <see cref="BotSettings.MaxStoredBytes"/>.</summary>
    /// <param name="Field">The largest of those that were sent.</param>
    /// <param name="Bytes">What all of them would have taken.</param>
    internal sealed record SettingsTooLarge(string Field, int Bytes) : BotRefusal
    {
        public string Text =>
            string.Create(
                CultureInfo.InvariantCulture,
                $"With this, the bot's settings take {Bytes} bytes in storage, and they may take {BotSettings.MaxStoredBytes} in all."
            );
    }

    /// <summary>The bot is not over, or its data is deleted.</summary>
    internal sealed record DataDeletionNotAllowed : BotRefusal;

    internal sealed record DeleteNotAllowed(BotState State) : BotRefusal;

    /// <summary>Another bot of the project that is not terminal has this deduplication key.</summary>
    /// <param name="Holder">That bot; null: by now it is over, and the key is free.</param>
    internal sealed record DeduplicationKeyInUse(string Key, BotId? Holder) : BotRefusal;

    /// <summary>The command was claimed before, or holds no longer.</summary>
    internal sealed record CommandNotClaimable : BotRefusal;

    /// <summary>The bot is not where its runner could do that.</summary>
    internal sealed record MeetingCommandNotAllowed(MeetingCommandType Type, BotState State) : BotRefusal;

    /// <summary>The bot's runner has said what it can do, and this is not part of it.</summary>
    internal sealed record MeetingCommandNotSupported(MeetingCommandType Type) : BotRefusal;

    /// <summary>The bot's runner does not take its commands, and as many wait for it as may.</summary>
    internal sealed record TooManyOpenCommands : BotRefusal
    {
        public static readonly string Text = string.Create(
            CultureInfo.InvariantCulture,
            $"{Bot.MaxOpenCommands} commands wait for the bot's runner already, which takes none of them."
        );
    }

    /// <summary>A report with another type, sub type or data was accepted under this id.</summary>
    internal sealed record ReportIdReused : BotRefusal;

    /// <summary>A report is of a time that cannot be right.</summary>
    internal sealed record ImplausibleTime : BotRefusal;

    internal sealed record UnknownSubType(BotEventType Type, string? SubType) : BotRefusal;

    /// <summary>As many bots of the project are in a meeting or on the way there as may be.</summary>
    internal sealed record TooManyConcurrentBots(int Limit) : BotRefusal;

    /// <summary>A bot's events are stored for good, and its lifecycle events once more in its projection, which is one row.</summary>
    internal sealed record TooManyEvents : BotRefusal
    {
        public const string Text = "The bot has had as many events as a bot can have. It can still leave and end.";
    }

    /// <summary>The command was meant for another version of the bot than the one there is.</summary>
    internal sealed record OtherVersion(int Version) : BotRefusal;

    /// <summary>Others changed the bot each time that this command was about to.</summary>
    internal sealed record LostEveryRace : BotRefusal;
}
