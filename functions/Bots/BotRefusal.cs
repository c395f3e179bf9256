using System.Globalization;

namespace Usher.Bots;

/// <summary>Why a command was refused. Each API dialect words it in its own way.</summary>
internal abstract record BotRefusal
{
    private BotRefusal() { }

    internal sealed record NotFound : BotRefusal;

    internal sealed record EventNotAllowed(BotEventType Type, BotState State) : BotRefusal
    {
        /// <summary>Attendee's wording.</summary>
        public string Text =>
            $"Event {Type.Name} not allowed when bot is in state {State.Name}. It is only allowed in these states: "
            + string.Join(", ", BotTransitions.Of(Type).From.Select(state => state.Name));
    }

    internal sealed record UpdateNotAllowed(BotState State) : BotRefusal;

    /// <summary>The metadata would exceed <see cref="Metadata.MaxLength"/>.</summary>
    internal sealed record MetadataTooLong(int Length) : BotRefusal;

    /// <summary>The settings would exceed <see cref="BotSettings.MaxStoredBytes"/>.</summary>
    /// <param name="Field">The largest of the settings sent.</param>
    /// <param name="Bytes">The size of all resulting settings.</param>
    internal sealed record SettingsTooLarge(string Field, int Bytes) : BotRefusal
    {
        public string Text =>
            string.Create(
                CultureInfo.InvariantCulture,
                $"With this, the bot's settings take {Bytes} bytes in storage; the limit is {BotSettings.MaxStoredBytes}."
            );
    }

    /// <summary>The bot has not ended, or its data is already deleted.</summary>
    internal sealed record DataDeletionNotAllowed : BotRefusal;

    internal sealed record DeleteNotAllowed(BotState State) : BotRefusal;

    /// <summary>Another non-terminal bot of the project has this deduplication key.</summary>
    /// <param name="Holder">That bot; null if it has ended by now and the key is free.</param>
    internal sealed record DeduplicationKeyInUse(string Key, BotId? Holder) : BotRefusal;

    /// <summary>The command was already claimed or is no longer valid.</summary>
    internal sealed record CommandNotClaimable : BotRefusal;

    /// <summary>The bot's state does not allow the command.</summary>
    internal sealed record MeetingCommandNotAllowed(MeetingCommandType Type, BotState State) : BotRefusal;

    /// <summary>The bot's runner declared its capabilities, and this is not one of them.</summary>
    internal sealed record MeetingCommandNotSupported(MeetingCommandType Type) : BotRefusal;

    /// <summary>The runner plays something that the command would interrupt.</summary>
    internal sealed record MediaIsPlaying(MeetingCommandType Type) : BotRefusal;

    /// <summary>The bot's runner claims no commands, and the most that may wait for it are waiting.</summary>
    internal sealed record TooManyOpenCommands : BotRefusal
    {
        public static readonly string Text = string.Create(
            CultureInfo.InvariantCulture,
            $"{Bot.MaxOpenCommands} commands are already waiting for the bot's runner, which is not taking them."
        );
    }

    /// <summary>A report with another type, sub type or data was accepted under this id.</summary>
    internal sealed record ReportIdReused : BotRefusal;

    /// <summary>The time of a report cannot be right.</summary>
    internal sealed record ImplausibleTime : BotRefusal;

    internal sealed record UnknownSubType(BotEventType Type, string? SubType) : BotRefusal;

    /// <summary>The project has reached its limit of bots in a meeting or on the way there.</summary>
    internal sealed record TooManyConcurrentBots(int Limit) : BotRefusal;

    /// <summary>
    /// The bot has reached its limit of events, which are stored permanently; its lifecycle events are also in its projection, which is one
    /// row.
    /// </summary>
    internal sealed record TooManyEvents : BotRefusal
    {
        public const string Text = "The bot has reached the maximum number of events. It can still leave and end.";
    }

    /// <summary>The command was meant for a version other than the bot's current one.</summary>
    internal sealed record OtherVersion(int Version) : BotRefusal;

    /// <summary>Other writers changed the bot at every attempt.</summary>
    internal sealed record LostEveryRace : BotRefusal;
}
