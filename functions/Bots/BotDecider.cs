using System.Diagnostics;

namespace Usher.Bots;

/// <summary>Decides what a command does to a bot: pure and total, without clock, randomness or I/O.</summary>
internal static class BotDecider
{
    /// <summary>
    /// The limit beyond which a bot accepts no more changes and no more reports of repeatable events. Event row keys have six digits.
    /// </summary>
    private const int MaxVersion = 100_000;
    private const int MaxLifecycleEvents = 1000;

    /// <summary>A week, which is also the lifetime of a runner's token.</summary>
    private static readonly TimeSpan OldestReport = TimeSpan.FromDays(7);

    /// <summary>Allows for differing clocks of runners and for times without an offset, which may be in another time zone.</summary>
    private static readonly TimeSpan ClockSkew = TimeSpan.FromDays(1);

    /// <param name="bot">The bot as it is; null if there is none.</param>
    public static Decision Decide(Bot? bot, BotCommand command, DateTimeOffset now) =>
        (bot, command) switch
        {
            (null, BotCommand.Create create) => Decision.Accept(Created(create, now)),
            (null or { State: BotState.Deleted }, _) => Decision.Refuse(new BotRefusal.NotFound()),
            ({ Version: >= MaxVersion }, BotCommand.Update or BotCommand.UpdateScheduled) => Decision.Refuse(
                new BotRefusal.TooManyEvents()
            ),
            (_, BotCommand.Report { Type: var type }) when IsFull(bot) && type.CanComeAgain => Decision.Refuse(
                new BotRefusal.TooManyEvents()
            ),
            (_, BotCommand.Update update) => Update(bot, update, now),
            (_, BotCommand.UpdateScheduled update) => UpdateScheduled(bot, update, now),
            (_, BotCommand.Delete) => Transition(bot, BotEventType.Deleted, null, null, command.Actor, now)
                ?? Decision.Refuse(new BotRefusal.DeleteNotAllowed(bot.State)),
            (_, BotCommand.Leave) => TransitionOrRefuse(
                bot,
                BotEventType.LeaveRequested,
                BotSubTypes.UserRequested,
                null,
                command.Actor,
                now
            ),
            (_, BotCommand.Remove) => Remove(bot, command.Actor, now),
            (_, BotCommand.DeleteData) => Transition(bot, BotEventType.DataDeleted, null, null, command.Actor, now)
                ?? Decision.Refuse(new BotRefusal.DataDeletionNotAllowed()),
            (_, BotCommand.Report report) => Report(bot, report, now),
            (_, BotCommand.Claim claim) => Claim(bot, claim, now),
            (_, BotCommand.Instruct instruct) => Instruct(bot, instruct, now),
            (_, BotCommand.Advance advance) => new Decision.Accepted(
                LifecyclePolicy.Advance(bot, now, advance.Options, advance.LastHeartbeat, advance.Outages).Events
            ),
            _ => throw new UnreachableException($"{command} on {bot.Id}"),
        };

    private static bool IsFull(Bot bot) => bot.Version >= MaxVersion || bot.Events.Length >= MaxLifecycleEvents;

    private static BotEvent.Created Created(BotCommand.Create create, DateTimeOffset now) =>
        new(create.Details)
        {
            Type = create.Details.JoinAt is null ? BotEventType.JoinRequested : BotEventType.BotCreated,
            At = now,
            Actor = create.Actor,
        };

    private static Decision Update(Bot bot, BotCommand.Update update, DateTimeOffset now)
    {
        var changes = Effective(bot, update.Changes);
        return changes.ChangesThePlan && bot.State != BotState.Scheduled
            ? Decision.Refuse(new BotRefusal.UpdateNotAllowed(bot.State))
            : Updated(bot, changes, update.Actor, now);
    }

    private static Decision UpdateScheduled(Bot bot, BotCommand.UpdateScheduled update, DateTimeOffset now)
    {
        if (bot.State != BotState.Scheduled)
        {
            return Decision.Refuse(new BotRefusal.UpdateNotAllowed(bot.State));
        }

        var metadata = Metadata.Merge(bot.Metadata, update.Changes.Attributes);
        if (Metadata.Length(metadata) is var length && length > Metadata.MaxLength)
        {
            return Decision.Refuse(new BotRefusal.MetadataTooLong(length));
        }

        var changes = new BotChanges
        {
            BotName = update.Changes.BotName,
            JoinAt = update.Changes.JoinAt,
            Metadata = update.Changes.Attributes.Count == 0 ? null : Metadata.Of(metadata),
            Settings = bot.Settings.Features(update.Changes.Features),
        };
        return Updated(bot, Effective(bot, changes), update.Actor, now);
    }

    private static Decision Updated(Bot bot, BotChanges changes, Actor actor, DateTimeOffset now) =>
        changes.IsEmpty ? Decision.Nothing
        : Oversize(bot, changes) is { } refusal ? Decision.Refuse(refusal)
        : Decision.Accept(
            new BotEvent.Updated(changes)
            {
                Type = BotEventType.Updated,
                At = now,
                Actor = actor,
            }
        );

    /// <summary>The limit applies to the resulting settings, not to those sent.</summary>
    private static BotRefusal.SettingsTooLarge? Oversize(Bot bot, BotChanges changes) =>
        changes.Settings is { } sent && bot.Settings.With(sent).StoredBytes is var bytes && bytes > BotSettings.MaxStoredBytes
            ? new BotRefusal.SettingsTooLarge(sent.Largest, bytes)
            : null;

    /// <summary>Drops values that equal the current ones.</summary>
    private static BotChanges Effective(Bot bot, BotChanges changes) =>
        changes with
        {
            MeetingUrl = changes.MeetingUrl == bot.MeetingUrl ? null : changes.MeetingUrl,
            BotName = changes.BotName == bot.BotName ? null : changes.BotName,
            JoinAt = changes.JoinAt == bot.JoinAt ? null : changes.JoinAt,
            Metadata = changes.Metadata == (bot.Metadata ?? JsonText.EmptyObject) ? null : changes.Metadata,
            Settings = changes.Settings is { } settings && !bot.Settings.Contain(settings) ? settings : null,
        };

    private static Decision Claim(Bot bot, BotCommand.Claim claim, DateTimeOffset now)
    {
        if (claim.Sequence != bot.UnclaimedCommand && !bot.IsOpen(claim.Sequence))
        {
            return Decision.Refuse(new BotRefusal.CommandNotClaimable());
        }

        var capabilities = bot.State == BotState.Joining ? claim.Capabilities : null;
        return Decision.Accept(
            new BotEvent.Claimed(claim.Sequence, capabilities)
            {
                Type = BotEventType.CommandClaimed,
                At = now,
                Actor = claim.Actor,
            }
        );
    }

    /// <summary>Why the runner cannot be told to do this now; null if it can.</summary>
    public static BotRefusal? RefusalOf(Bot bot, MeetingCommandType type, DateTimeOffset now) =>
        !type.IsAllowedIn(bot.State) ? new BotRefusal.MeetingCommandNotAllowed(type, bot.State)
        : bot.Capabilities?.Contains(type) == false ? new BotRefusal.MeetingCommandNotSupported(type)
        : IsBlockedByMedia(bot, type, now) ? new BotRefusal.MediaIsPlaying(type)
        : bot.Version >= MaxVersion ? new BotRefusal.TooManyEvents()
        : bot.OpenCommands?.Length >= Bot.MaxOpenCommands ? new BotRefusal.TooManyOpenCommands()
        : null;

    /// <summary>As in Attendee, an image waits for a video, and a video for everything; audio is queued by the runner.</summary>
    private static bool IsBlockedByMedia(Bot bot, MeetingCommandType type, DateTimeOffset now) =>
        type switch
        {
            MeetingCommandType.OutputImage => bot.PlaysVideo(now),
            MeetingCommandType.OutputVideo => bot.PlaysVideo(now) || bot.PlaysAudio(now),
            _ => false,
        };

    /// <summary>
    /// A command that changes settings is appended after the change, so that a runner that reads the command finds the new settings.
    /// </summary>
    private static Decision Instruct(Bot bot, BotCommand.Instruct instruct, DateTimeOffset now)
    {
        if (RefusalOf(bot, instruct.Command.Type, now) is { } refusal)
        {
            return Decision.Refuse(refusal);
        }

        var commanded = new BotEvent.Commanded(instruct.Command)
        {
            Type = BotEventType.CommandRequested,
            At = now,
            Actor = instruct.Actor,
        };
        return Updated(
            bot,
            Effective(bot, new BotChanges { Settings = bot.Settings.ChangedBy(instruct.Command) }),
            instruct.Actor,
            now
        ) switch
        {
            Decision.Accepted changed => Decision.Accept([.. changed.Events, commanded]),
            var refused => refused,
        };
    }

    private static Decision Remove(Bot bot, Actor actor, DateTimeOffset now) =>
        bot.State is BotState.Leaving or BotState.PostProcessing
            ? Decision.Nothing
            : Transition(bot, BotEventType.Deleted, null, null, actor, now)
                ?? TransitionOrRefuse(bot, BotEventType.LeaveRequested, BotSubTypes.UserRequested, null, actor, now);

    private static Decision Report(Bot bot, BotCommand.Report report, DateTimeOffset now) =>
        !BotSubTypes.IsValid(report.Type, report.SubType) ? Decision.Refuse(new BotRefusal.UnknownSubType(report.Type, report.SubType))
        : report.OccurredAt < now - OldestReport || report.OccurredAt > now + ClockSkew ? Decision.Refuse(new BotRefusal.ImplausibleTime())
        : TransitionOrRefuse(bot, report.Type, report.SubType, report.Data, report.Actor, now);

    private static Decision TransitionOrRefuse(
        Bot bot,
        BotEventType type,
        string? subType,
        JsonText? data,
        Actor actor,
        DateTimeOffset now
    ) => Transition(bot, type, subType, data, actor, now) ?? Decision.Refuse(new BotRefusal.EventNotAllowed(type, bot.State));

    private static Decision? Transition(Bot bot, BotEventType type, string? subType, JsonText? data, Actor actor, DateTimeOffset now) =>
        BotTransitions.Of(type).IsAllowedIn(bot.State)
            ? Decision.Accept(
                new BotEvent.Transitioned(data)
                {
                    Type = type,
                    SubType = subType,
                    At = now,
                    Actor = actor,
                }
            )
            : null;
}
