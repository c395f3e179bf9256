using System.Collections.Immutable;
using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Usher.Bots;

/// <summary>The projection of a bot's events: everything that decisions and responses need.</summary>
internal sealed record Bot
{
    public required BotId Id { get; init; }

    public required string Project { get; init; }

    /// <summary>The number of events, which is also the sequence number of the last one.</summary>
    public required int Version { get; init; }

    public required BotState State { get; init; }

    public required DateTimeOffset StateSince { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When the bot is to join; its creation time if it was created without a join time.</summary>
    public required DateTimeOffset JoinAt { get; init; }

    /// <summary>Whether the bot was created with a join time.</summary>
    public required bool IsScheduled { get; init; }

    public required string MeetingUrl { get; init; }

    public required string BotName { get; init; }

    public JsonText? Metadata { get; init; }

    public string? DeduplicationKey { get; init; }

    public required BotSettings Settings { get; init; }

    public RecordingState RecordingState { get; init; }

    public TranscriptionState TranscriptionState { get; init; }

    public bool RecordingIsSaved { get; init; }

    /// <summary>When the recording starts, in milliseconds since 1970; null if the runner did not report it.</summary>
    public long? RecordingStartedAtMs { get; init; }

    /// <summary>Whether there is a file to download.</summary>
    [JsonIgnore]
    public bool HasRecording => RecordingIsSaved && State != BotState.DataDeleted && !Settings.RecordsNothing;

    public bool TranscriptionHasFailed { get; init; }

    public BotState? StateBeforeBreakoutRoom { get; init; }

    public DateTimeOffset? JoinedAt { get; init; }

    /// <summary>The last claim or report of a runner; null if no runner has taken the bot.</summary>
    public DateTimeOffset? RunnerSeenAt { get; init; }

    /// <summary>The sequence number of the command that a runner may claim now.</summary>
    public int? UnclaimedCommand { get; init; }

    /// <summary>The sequence number of the last command to a runner.</summary>
    public int? LastCommand { get; init; }

    /// <summary>The most meeting commands that may wait for a runner: they are stored in the projection, which is one row.</summary>
    public const int MaxOpenCommands = 1000;

    /// <summary>The sequence numbers of the meeting commands that no runner has claimed; null if there are none.</summary>
    public ImmutableArray<int>? OpenCommands { get; init; }

    /// <summary>What the runner can do in the meeting; null if it did not declare this and is assumed to do everything.</summary>
    public ImmutableArray<MeetingCommandType>? Capabilities { get; init; }

    /// <summary>
    /// How long something plays at most after the last report of its start. A runner that plays it for longer reports the start again, and
    /// one that never reports the end does not block the bot for the rest of the meeting.
    /// </summary>
    public static readonly TimeSpan LongestMedia = TimeSpan.FromHours(1);

    /// <summary>When the runner started to play audio; null if it has finished or played none.</summary>
    public DateTimeOffset? AudioStartedAt { get; init; }

    /// <summary>When the runner started to play a video; null if it has finished or played none.</summary>
    public DateTimeOffset? VideoStartedAt { get; init; }

    public ImmutableArray<LifecycleEntry> Events { get; init; } = [];

    /// <summary>The meeting's platform; null if it is no longer known.</summary>
    public MeetingType? MeetingType => Bots.MeetingUrl.TypeOf(MeetingUrl);

    /// <summary>
    /// Whether the platform's own captions are the transcript: no other provider is configured, and the platform offers them.
    /// </summary>
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

    public bool PlaysAudio(DateTimeOffset now) => now < AudioStartedAt + LongestMedia;

    public bool PlaysVideo(DateTimeOffset now) => now < VideoStartedAt + LongestMedia;

    /// <summary>Whether a runner may claim this meeting command.</summary>
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
            AudioStartedAt = MediaAfter(next, BotSubTypes.Audio, AudioStartedAt),
            VideoStartedAt = MediaAfter(next, BotSubTypes.Video, VideoStartedAt),
        };

    /// <summary>Audio and video can play at the same time: a report concerns only its own kind.</summary>
    private static DateTimeOffset? MediaAfter(BotEvent next, string kind, DateTimeOffset? startedAt) =>
        next.SubType != kind ? startedAt
        : next.Type == BotEventType.MediaStarted ? next.At
        : next.Type == BotEventType.MediaFinished ? null
        : startedAt;

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
            AudioStartedAt = state.IsInMeeting ? AudioStartedAt : null,
            VideoStartedAt = state.IsInMeeting ? VideoStartedAt : null,
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
