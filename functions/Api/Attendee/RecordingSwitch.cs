using Usher.Bots;
using Usher.Commanding;
using Usher.Storage;
using Usher.Wire;

namespace Usher.Api.Attendee;

/// <summary>
/// Pauses and resumes recordings. As in Attendee, the response waits up to one second for the runner to confirm. A later confirmation still
/// takes effect.
/// </summary>
internal sealed class RecordingSwitch(BotStreams streams, TimeProvider clock)
{
    private const int MaxReads = 5;
    private static readonly TimeSpan BetweenReads = TimeSpan.FromMilliseconds(200);

    public async Task<HttpResult> RunAsync(
        HttpRequest request,
        string id,
        Caller caller,
        MeetingCommandType type,
        CancellationToken cancellationToken
    )
    {
        if (!Preconditions.TryRead(request, out var conditions))
        {
            return AttendeeAnswer.MalformedCondition();
        }

        if (!IdempotencyKey.TryRead(request, out var key))
        {
            return AttendeeAnswer.MalformedKey();
        }

        if (!BotId.TryParse(id, out var bot))
        {
            return AttendeeAnswer.BotNotFound();
        }

        // The response depends on the runner. Until then, the key marks a request in progress.
        var keyed = key?.Of(request, default, outcome => outcome is Outcome.Done ? IdempotencyKey.UnderWay : AttendeeAnswer.From(outcome));
        var terms = new WriteTerms { IsMeantFor = conditions.AllowChangeOf, Request = keyed };
        var command = new BotCommand.Instruct(new MeetingCommand(type)) { Actor = caller.Actor };
        var outcome =
            keyed is not null && await streams.RecallAsync(caller.Project, bot, keyed, cancellationToken) is { } first
                ? first
                : await streams.TransactAsync(caller.Project, bot, command, terms, cancellationToken);
        if (outcome is not (Outcome.Done or Outcome.Repeated { Answer.IsUnderWay: true }))
        {
            return AttendeeAnswer.From(outcome);
        }

        var answer = await WaitAsync(caller.Project, bot, type, cancellationToken);
        return keyed is null
            ? answer
            : IdempotencyKey.Replay(
                await streams.SettleAsync(caller.Project, bot, keyed, IdempotencyKey.Kept(answer), cancellationToken),
                isRepeated: outcome is Outcome.Repeated
            );
    }

    private async Task<HttpResult> WaitAsync(string project, BotId id, MeetingCommandType type, CancellationToken cancellationToken)
    {
        var isPause = type == MeetingCommandType.PauseRecording;
        var wanted = isPause ? BotState.JoinedRecordingPaused : BotState.JoinedRecording;
        for (var read = 0; read < MaxReads; read++)
        {
            await Task.Delay(BetweenReads, clock, cancellationToken);
            if (await streams.GetAsync(project, id, cancellationToken) is not { } bot)
            {
                return AttendeeAnswer.BotNotFound();
            }

            if (bot.State == wanted)
            {
                return AttendeeAnswer.Bot(200, bot);
            }

            if (!type.IsAllowedIn(bot.State))
            {
                return AttendeeAnswer.From(new BotRefusal.MeetingCommandNotAllowed(type, bot.State));
            }
        }

        return AttendeeAnswer.Error(400, $"Unable to {(isPause ? "pause" : "resume")} recording");
    }
}
