using System.Globalization;
using System.Text.Json;
using Usher.Bots;
using Usher.Commanding;
using Usher.Meetings;
using Usher.Storage;

namespace Usher.Runner;

/// <summary>
/// The built-in runner: plays a meeting and reports it with the same commands as a real runner. Each message plays one step; the next step
/// is a message that stays invisible until it is due. A step that runs twice reports under the same id, so nothing happens twice.
/// </summary>
internal sealed class SimulatedMeeting
{
    /// <summary>How long audio, speech and videos play, whatever is in them.</summary>
    private static readonly TimeSpan MediaLength = TimeSpan.FromSeconds(3);

    /// <summary>
    /// The longest time between two lines of the dialogue, however long the meeting is, so that there is something to watch.
    /// </summary>
    private static readonly TimeSpan LongestSilence = TimeSpan.FromSeconds(5);

    private readonly BotStreams streams;
    private readonly BotStore bots;
    private readonly MeetingStreams meetings;
    private readonly Recordings recordings;
    private readonly BotQueues queues;
    private readonly RunnerTokens tokens;
    private readonly TimeProvider clock;
    private readonly Step[] join;
    private readonly Step[] leave;
    private readonly Step[] pause;
    private readonly Step[] resume;
    private readonly Step[] chat;
    private readonly Step[] audio;
    private readonly Step[] video;

    public SimulatedMeeting(
        BotStreams streams,
        BotStore bots,
        MeetingStreams meetings,
        Recordings recordings,
        BotQueues queues,
        RunnerTokens tokens,
        SimulationOptions options,
        TimeProvider clock
    )
    {
        (this.streams, this.bots, this.meetings, this.recordings, this.queues, this.tokens, this.clock) = (
            streams,
            bots,
            meetings,
            recordings,
            queues,
            tokens,
            clock
        );
        Step[] afterwards =
        [
            new(SaveRecordingAsync, options.Processing),
            Reports(BotEventType.TranscriptionCompleted),
            Reports(BotEventType.PostProcessingCompleted),
        ];
        join =
        [
            Reports(BotEventType.PutInWaitingRoom),
            Reports(BotEventType.JoinedMeeting, options.Admission),
            Reports(BotEventType.RecordingPermissionGranted),
            Reports(BotEventType.TranscriptionStarted),
            .. Talk(options.MeetingLength),
            Reports(BotEventType.MeetingEnded),
            .. afterwards,
        ];
        leave = [Reports(BotEventType.LeftMeeting, options.Departure), .. afterwards];
        pause = [Reports(BotEventType.RecordingPaused)];
        resume = [Reports(BotEventType.RecordingResumed)];
        chat = [new(WriteAsync)];
        audio = Media(BotSubTypes.Audio);
        video = Media(BotSubTypes.Video);
    }

    /// <param name="command">A command, or a step of its script.</param>
    /// <param name="isRepeated">Whether the message was delivered before: an earlier attempt may then have claimed the command.</param>
    /// <param name="cancellationToken">Interrupts the step; the message is delivered again.</param>
    public async Task PlayAsync(RunnerCommand command, bool isRepeated, CancellationToken cancellationToken)
    {
        if (tokens.Validate(command.Token) is not var (project, bot))
        {
            return;
        }

        var script = ScriptOf(command.Command);
        if (command.Step is null && !await ClaimAsync(project, bot, command, cancellationToken) && !isRepeated)
        {
            return;
        }

        // Steps without a delay between them are played together; the claim is followed by the first step's delay.
        var step = command.Step ?? 0;
        var isDue = command.Step is not null || script is [{ Delay: var first }, ..] && first == TimeSpan.Zero;
        for (; step < script.Length && isDue; step++, isDue = step < script.Length && script[step].Delay == TimeSpan.Zero)
        {
            if (!await script[step].PlayAsync(new Turn(project, bot, command.CommandId, step), cancellationToken))
            {
                // Told to leave, or ended: another command continues from here.
                return;
            }
        }

        if (step < script.Length)
        {
            await queues.Commands.SendAsync((command with { Step = step }).ToJson(), script[step].Delay, cancellationToken);
        }
    }

    /// <summary>
    /// Audio and videos are only reported, because a simulated meeting has no audience; the commands that are not here have no effect.
    /// </summary>
    private Step[] ScriptOf(string command) =>
        command switch
        {
            RunnerCommand.Join => join,
            RunnerCommand.Leave => leave,
            _ => WireName.Parse<MeetingCommandType>(command) switch
            {
                MeetingCommandType.PauseRecording => pause,
                MeetingCommandType.ResumeRecording => resume,
                MeetingCommandType.SendChatMessage => chat,
                MeetingCommandType.OutputAudio or MeetingCommandType.Speech => audio,
                MeetingCommandType.OutputVideo => video,
                _ => [],
            },
        };

    /// <summary>Participants join, talk and leave. A meeting without a length has no participants.</summary>
    private IEnumerable<Step> Talk(TimeSpan length)
    {
        if (length == TimeSpan.Zero)
        {
            return [];
        }

        var lines = SimulatedPeople.Lines;
        var silence = length / (lines.Count + 1);
        silence = silence < LongestSilence ? silence : LongestSilence;

        // Queues count whole seconds; the dialogue keeps exact times.
        var delay = TimeSpan.FromSeconds(Math.Floor(silence.TotalSeconds));
        return
        [
            Plays(SimulatedPeople.Arrive, TimeSpan.Zero, TimeSpan.Zero),
            .. lines.Select((line, index) => Plays(line, silence * (index + 1), delay, onlyWhileRecording: true)),
            Plays(SimulatedPeople.Leave, length, length - (delay * lines.Count)),
        ];
    }

    private Step[] Media(string kind) =>
        [Reports(BotEventType.MediaStarted, subType: kind), Reports(BotEventType.MediaFinished, MediaLength, kind)];

    private Step Reports(BotEventType type, TimeSpan delay = default, string? subType = null) =>
        new((turn, cancellationToken) => ReportAsync(turn, type, subType, data: null, cancellationToken), delay);

    /// <param name="scene">The events to report.</param>
    /// <param name="moment">When they happen, relative to when the bot joined, so that a step that runs twice reports the same.</param>
    /// <param name="delay">The delay after the previous step.</param>
    /// <param name="onlyWhileRecording">Whether to skip the scene while the recording is paused.</param>
    private Step Plays(
        Func<Bot, DateTimeOffset, IEnumerable<MeetingEvent>> scene,
        TimeSpan moment,
        TimeSpan delay,
        bool onlyWhileRecording = false
    ) =>
        new(
            async (turn, cancellationToken) =>
            {
                if (await streams.GetAsync(turn.Project, turn.Bot, cancellationToken) is not { State.IsInMeeting: true } bot)
                {
                    return false;
                }

                if (!onlyWhileRecording || bot.State == BotState.JoinedRecording)
                {
                    await TellAsync(turn, scene(bot, bot.JoinedAt!.Value + moment), cancellationToken);
                }

                return true;
            },
            delay
        );

    /// <summary>Reports one batch per kind of event.</summary>
    private async Task TellAsync(Turn turn, IEnumerable<MeetingEvent> events, CancellationToken cancellationToken)
    {
        foreach (var batch in events.GroupBy(next => next.Kind))
        {
            var id = $"{turn.ReportId}:{WireName.Of(batch.Key)}";
            await meetings.AppendAsync(turn.Project, turn.Bot, new MeetingBatch(id, Digest: id, [.. batch]), cancellationToken);
        }
    }

    private async Task<bool> WriteAsync(Turn turn, CancellationToken cancellationToken)
    {
        if (
            RunnerCommand.Sequence(turn.Bot, turn.CommandId) is { } sequence
            && await streams.GetAsync(turn.Project, turn.Bot, cancellationToken) is { } bot
            && await bots.EventsAsync(turn.Project, turn.Bot, sequence, sequence, cancellationToken).FirstOrDefaultAsync(cancellationToken)
                is { Event: BotEvent.Commanded { Command.Payload: { } payload } }
            && payload.Element.TryGetProperty("message", out var message)
            && message.ValueKind == JsonValueKind.String
        )
        {
            await TellAsync(turn, SimulatedPeople.BotWrites(bot, clock.GetUtcNow(), message.GetString()!), cancellationToken);
        }

        return true;
    }

    /// <summary>Stores the file before reporting it, so that a reported recording always exists.</summary>
    private async Task<bool> SaveRecordingAsync(Turn turn, CancellationToken cancellationToken)
    {
        if (await streams.GetAsync(turn.Project, turn.Bot, cancellationToken) is not { State.HasRunner: true } bot)
        {
            return false;
        }

        if (bot.Settings.RecordsNothing || bot.Settings.RecordingIsOff)
        {
            return true;
        }

        var format = bot.Settings.RecordingFormat;
        await recordings.StoreAsync(bot, RecordingUpload.ContentTypeOf(format), SimulatedRecording.Of(format), cancellationToken);
        var start = bot.JoinedAt?.ToUnixTimeMilliseconds();
        var data = start is null
            ? (JsonText?)null
            : new JsonText(string.Create(CultureInfo.InvariantCulture, $"{{\"start_timestamp_ms\":{start}}}"));
        return await ReportAsync(turn, BotEventType.RecordingSaved, subType: null, data, cancellationToken);
    }

    private async Task<bool> ReportAsync(Turn turn, BotEventType type, string? subType, JsonText? data, CancellationToken cancellationToken)
    {
        var report = new BotCommand.Report(turn.ReportId, type, subType, data) { Actor = Actor.Simulated };
        return await streams.TransactAsync(turn.Project, turn.Bot, report, cancellationToken) is not Outcome.Refused;
    }

    private async Task<bool> ClaimAsync(string project, BotId bot, RunnerCommand command, CancellationToken cancellationToken) =>
        RunnerCommand.Sequence(bot, command.CommandId) is { } sequence
        && await streams.TransactAsync(project, bot, new BotCommand.Claim(sequence) { Actor = Actor.Simulated }, cancellationToken)
            is Outcome.Done;

    /// <param name="PlayAsync">Returns false if the script ends here.</param>
    /// <param name="Delay">The delay after the previous step.</param>
    private sealed record Step(Func<Turn, CancellationToken, Task<bool>> PlayAsync, TimeSpan Delay = default);

    /// <summary>One step for one bot.</summary>
    private sealed record Turn(string Project, BotId Bot, string CommandId, int Number)
    {
        public string ReportId => string.Create(CultureInfo.InvariantCulture, $"{CommandId}:{Number}");
    }
}
