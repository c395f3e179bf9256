using System.Collections.Immutable;
using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Usher.Bots;

/// <summary>The projection of a bot's events: everything that decisions and answers need.</summary>
internal sealed record Bot
{
    public required BotId Id { get; init; }

    public required string Project { get; init; }

    /// <summary>The number of events, which is the sequence number of the last one.</summary>
    public required int Version { get; init; }

    public required BotState State { get; init; }

    public required DateTimeOffset StateSince { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When it is to join; for a bot created without a time, when it was created.</summary>
    public required DateTimeOffset JoinAt { get; init; }

    /// <summary>Created with a time to join at.</summary>
    public required bool IsScheduled { get; init; }

    public required string MeetingUrl { get; init; }

    public required string BotName { get; init; }

    public JsonText? Metadata { get; init; }

    public string? DeduplicationKey { get; init; }

    public required BotSettings Settings { get; init; }

    public RecordingState RecordingState { get; init; }

    public TranscriptionState TranscriptionState { get; init; }

    public bool RecordingIsSaved { get; init; }

    /// <summary>When the first second of the recording was, in milliseconds since 1970; null: the runner did not say.</summary>
    public long? RecordingStartedAtMs { get; init; }

    /// <summary>There is a file to fetch.</summary>
    [JsonIgnore]
    public bool HasRecording => RecordingIsSaved && State != BotState.DataDeleted && !Settings.RecordsNothing;

    public bool TranscriptionHasFailed { get; init; }

    public BotState? StateBeforeBreakoutRoom { get; init; }

    public DateTimeOffset? JoinedAt { get; init; }

    /// <summary>When a runner was last heard of through a claim or a report; null: no runner has taken this bot.</summary>
    public DateTimeOffset? RunnerSeenAt { get; init; }

    /// <summary>The command that a runner may claim now: the sequence number of its event.</summary>
    public int? UnclaimedCommand { get; init; }

    /// <summary>What a runner was told last: the sequence number of the event.</summary>
    public int? LastCommand { get; init; }

    /// <summary>So many commands for the meeting may wait for a runner: they stand in the projection, which is one row.</summary>
    public const int MaxOpenCommands = 1000;

    /// <summary>
    /// The commands for the meeting that no runner has taken: the sequence numbers of their events; null: there are none.
    /// </summary>
    public ImmutableArray<int>? OpenCommands { get; init; }

    /// <summary>What the runner can do in the meeting; null: it has not said, and is taken to do everything.</summary>
    public ImmutableArray<MeetingCommandType>? Capabilities { get; init; }

    public ImmutableArray<LifecycleEntry> Events { get; init; } = [];

    /// <summary>The platform of its meeting; null: it is not known any more.</summary>
    public MeetingType? MeetingType => Bots.MeetingUrl.TryNormalize(MeetingUrl)?.Type;

    /// <summary>The captions of the meeting are what transcribes: no other provider is named, and the platform has them.</summary>
    public bool IsTranscribedByCaptions =>
        Settings.Transcribers switch
        {
            [] => MeetingType is not null && (MeetingType != Bots.MeetingType.Zoom || Settings.IsZoomWeb),
            ["meeting_closed_captions"] => true,
            _ => false,
        };

    public static Bot Fold(BotId id, IEnumerable<BotEvent> events) => events.Aggregate((Bot?)null, (bot, next) => Evolve(id, bot, next))!;

    public static Bot Evolve(BotId id, Bot? bot, BotEvent next) =>
        (bot, next) switch
        {
            (null, BotEvent.Created created) => Create(id, created).Enter(created),
            (not null, BotEvent.Transitioned transitioned) => bot.Note(transitioned).Enter(transitioned),
            (not null, BotEvent.Updated updated) => bot.Apply(updated.Changes) with { Version = bot.Version + 1 },
            (not null, BotEvent.Claimed claimed) => bot.Apply(claimed) with { Version = bot.Version + 1, RunnerSeenAt = next.At },
            (not null, BotEvent.Commanded) => bot with
            {
                Version = bot.Version + 1,
                OpenCommands = [.. bot.OpenCommands ?? [], bot.Version + 1],
            },
            _ => throw new UnreachableException($"{next.Type.Name} cannot be event {(bot?.Version ?? 0) + 1} of {id}."),
        };

    /// <summary>A runner may take this command for the meeting.</summary>
    public bool IsOpen(int sequence) => OpenCommands?.Contains(sequence) == true;

    private static Bot Create(BotId id, BotEvent.Created created) =>
        new()
        {
            Id = id,
            Project = created.Details.Project,
            Version = 0,
            State = BotState.Ready,
            StateSince = created.At,
            CreatedAt = created.At,
            JoinAt = created.Details.JoinAt ?? created.At,
            IsScheduled = created.Details.JoinAt is not null,
            MeetingUrl = created.Details.MeetingUrl,
            BotName = created.Details.BotName,
            Metadata = created.Details.Metadata,
            DeduplicationKey = created.Details.DeduplicationKey,
            Settings = created.Details.Settings,
        };

    private Bot Apply(BotChanges changes) =>
        this with
        {
            MeetingUrl = changes.MeetingUrl ?? MeetingUrl,
            BotName = changes.BotName ?? BotName,
            JoinAt = changes.JoinAt ?? JoinAt,
            Metadata = changes.Metadata is { } metadata ? (metadata == JsonText.EmptyObject ? null : metadata) : Metadata,
            Settings = changes.Settings is { } settings ? Settings.With(settings) : Settings,
        };

    private Bot Apply(BotEvent.Claimed claimed) =>
        this with
        {
            UnclaimedCommand = claimed.Sequence == UnclaimedCommand ? null : UnclaimedCommand,
            OpenCommands = OpenCommands is { } open ? SomeOrNull(open.Remove(claimed.Sequence)) : null,
            Capabilities = claimed.Capabilities is { } capabilities ? [.. capabilities] : Capabilities,
        };

    private static ImmutableArray<int>? SomeOrNull(ImmutableArray<int> sequences) => sequences.IsEmpty ? null : sequences;

    private Bot Note(BotEvent.Transitioned next) =>
        this with
        {
            RecordingStartedAtMs = next.Type == BotEventType.RecordingSaved ? StartOf(next.Data) : RecordingStartedAtMs,
            RunnerSeenAt = next.Actor.IsRunner ? next.At : RunnerSeenAt,
            RecordingIsSaved = RecordingIsSaved || next.Type == BotEventType.RecordingSaved,
            TranscriptionHasFailed = TranscriptionHasFailed || next.Type == BotEventType.TranscriptionFailed,
            TranscriptionState = next.Type == BotEventType.TranscriptionStarted ? TranscriptionState.InProgress : TranscriptionState,
        };

    private static long? StartOf(JsonText? data) =>
        data is { } told
        && told.Element.TryGetProperty("start_timestamp_ms", out var start)
        && start.ValueKind == JsonValueKind.Number
        && start.TryGetInt64(out var milliseconds)
            ? milliseconds
            : null;

    private Bot Enter(BotEvent next)
    {
        var state = BotTransitions.Next(next.Type, State, StateBeforeBreakoutRoom);
        var moved = state != State;
        var tellsRunner = next.Type is BotEventType.JoinRequested or BotEventType.LeaveRequested;
        return this with
        {
            Version = Version + 1,
            State = state,
            StateSince = moved ? next.At : StateSince,
            StateBeforeBreakoutRoom =
                next.Type is BotEventType.BeganJoiningBreakoutRoom or BotEventType.BeganLeavingBreakoutRoom ? State
                : moved ? null
                : StateBeforeBreakoutRoom,
            JoinedAt = JoinedAt ?? (state == BotState.JoinedNotRecording ? next.At : null),
            UnclaimedCommand =
                tellsRunner ? Version + 1
                : moved ? null
                : UnclaimedCommand,
            LastCommand = tellsRunner ? Version + 1 : LastCommand,
            OpenCommands = state.IsInMeeting ? OpenCommands : null,
            RecordingState = RecordingAfter(state),
            TranscriptionState =
                state.IsTerminal && TranscriptionState == TranscriptionState.InProgress
                    ? (TranscriptionHasFailed ? TranscriptionState.Failed : TranscriptionState.Complete)
                    : TranscriptionState,
            Events = next.Type.IsLifecycle ? Events.Add(new LifecycleEntry(next.Type, next.SubType, next.At)) : Events,
        };
    }

    private RecordingState RecordingAfter(BotState state) =>
        (RecordingState, state) switch
        {
            (RecordingState.NotStarted, BotState.JoinedRecording) => Settings.RecordingIsOff
                ? RecordingState.NotStarted
                : RecordingState.InProgress,
            (RecordingState.NotStarted or RecordingState.Complete or RecordingState.Failed, _) => RecordingState,
            (_, BotState.JoinedRecording) => RecordingState.InProgress,
            (_, BotState.JoinedRecordingPaused or BotState.JoinedRecordingPermissionDenied) => RecordingState.Paused,
            _ when state.IsTerminal => RecordingIsSaved || Settings.RecordsNothing ? RecordingState.Complete : RecordingState.Failed,
            _ => RecordingState,
        };
}
