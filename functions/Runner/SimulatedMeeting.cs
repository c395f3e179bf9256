using Usher.Bots;
using Usher.Storage;

namespace Usher.Runner;

/// <summary>
/// The built-in runner: it plays a meeting and reports it through the same commands as a real runner. One step a message; the next step is a message that stays
/// invisible until its time. A step that runs twice reports under the same id, so nothing happens twice.
/// </summary>
internal sealed class SimulatedMeeting(BotStreams streams, BotQueues queues, RunnerTokens tokens, SimulationOptions options)
{
    private readonly Step[] join =
    [
        new(BotEventType.PutInWaitingRoom),
        new(BotEventType.JoinedMeeting, options.Admission),
        new(BotEventType.RecordingPermissionGranted),
        new(BotEventType.TranscriptionStarted),
        new(BotEventType.MeetingEnded, options.MeetingLength),
        .. AfterMeeting(options),
    ];

    private readonly Step[] leave = [new(BotEventType.LeftMeeting, options.Departure), .. AfterMeeting(options)];

    /// <param name="command">A command, or a step of its script.</param>
    /// <param name="isRepeated">The message was delivered before: then an earlier try may have claimed the command already.</param>
    /// <param name="cancellationToken">Ends the step where it is; the message comes again.</param>
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

        // Steps without a delay between them are played in one go; the claim is followed by the first step's delay.
        var step = command.Step ?? 0;
        var isDue = command.Step is not null || script is [{ Delay: var first }, ..] && first == TimeSpan.Zero;
        for (; step < script.Length && isDue; step++, isDue = step < script.Length && script[step].Delay == TimeSpan.Zero)
        {
            var report = new BotCommand.Report($"{command.CommandId}:{step}", script[step].Type, null, null) { Actor = Actor.Simulated };
            if (await streams.TransactAsync(project, bot, report, cancellationToken) is Outcome.Refused)
            {
                // Told to leave, or ended: another command goes on from here.
                return;
            }
        }

        if (step < script.Length)
        {
            await queues.Commands.SendAsync((command with { Step = step }).ToJson(), script[step].Delay, cancellationToken);
        }
    }

    /// <summary>Of what it is told in the meeting only the pauses show: whatever else it says or plays, nobody is there to see it.</summary>
    private Step[] ScriptOf(string command) => command switch
    {
        RunnerCommand.Join => join,
        RunnerCommand.Leave => leave,
        _ => WireName.Parse<MeetingCommandType>(command) switch
        {
            MeetingCommandType.PauseRecording => [new(BotEventType.RecordingPaused)],
            MeetingCommandType.ResumeRecording => [new(BotEventType.RecordingResumed)],
            _ => [],
        },
    };

    private static Step[] AfterMeeting(SimulationOptions options) =>
    [
        new(BotEventType.RecordingSaved, options.Processing),
        new(BotEventType.TranscriptionCompleted),
        new(BotEventType.PostProcessingCompleted),
    ];

    private async Task<bool> ClaimAsync(string project, BotId bot, RunnerCommand command, CancellationToken cancellationToken) =>
        RunnerCommand.Sequence(bot, command.CommandId) is { } sequence
        && await streams.TransactAsync(project, bot, new BotCommand.Claim(sequence) { Actor = Actor.Simulated }, cancellationToken) is Outcome.Done;

    private sealed record Step(BotEventType Type, TimeSpan Delay = default);
}
