using Usher.Bots;
using Usher.Commanding;
using Usher.Storage;
using Usher.Wire;

namespace Usher.Api.MeetStream;

/// <summary>Finds bots for MeetStream's dialect, in which another project's bot is forbidden rather than not found.</summary>
internal sealed class MeetStreamBots(BotStreams streams, BotIndex index)
{
    /// <returns>The bot, or the refusal.</returns>
    public async Task<(Bot? Bot, HttpResult? Refusal)> FindAsync(string id, Caller caller, CancellationToken cancellationToken) =>
        !BotId.TryParse(id, out var bot) ? (null, MeetStreamAnswer.BotNotFound())
        : await streams.GetAsync(caller.Project, bot, cancellationToken) is { } found ? (found, null)
        : (null, await MissingAsync(bot, caller, cancellationToken));

    public async Task<HttpResult> MissingAsync(BotId bot, Caller caller, CancellationToken cancellationToken) =>
        await index.FindProjectAsync(bot, cancellationToken) is { } project
        && project != caller.Project
        && await streams.GetAsync(project, bot, cancellationToken) is not null
            ? MeetStreamAnswer.NotYourBot()
            : MeetStreamAnswer.BotNotFound();

    /// <summary>
    /// A request to one bot whose body is ignored: checks conditions and the idempotency key, finds the bot and runs the command.
    /// </summary>
    /// <param name="done">The response if the command is carried out.</param>
    public async Task<HttpResult> CarryOutAsync(
        HttpRequest request,
        string id,
        Caller caller,
        BotCommand command,
        Func<Outcome.Done, HttpResult> done,
        CancellationToken cancellationToken
    )
    {
        if (!Preconditions.TryRead(request, out var conditions))
        {
            return MeetStreamAnswer.MalformedCondition();
        }

        if (!IdempotencyKey.TryRead(request, out var key))
        {
            return MeetStreamAnswer.MalformedKey();
        }

        if (!BotId.TryParse(id, out var bot))
        {
            return MeetStreamAnswer.BotNotFound();
        }

        var keyed = key?.Of(request, default, outcome => MeetStreamAnswer.From(outcome, done));
        var terms = new WriteTerms { IsMeantFor = conditions.AllowChangeOf, Request = keyed };
        var outcome =
            keyed is not null && await streams.RecallAsync(caller.Project, bot, keyed, cancellationToken) is { } first
                ? first
                : await streams.TransactAsync(caller.Project, bot, command, terms, cancellationToken);
        return outcome is Outcome.Refused { Refusal: BotRefusal.NotFound }
            ? await MissingAsync(bot, caller, cancellationToken)
            : MeetStreamAnswer.From(outcome, done);
    }
}
