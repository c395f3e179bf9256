using Usher.Bots;
using Usher.Storage;

namespace Usher.Api.Attendee;

/// <summary>The operations on one bot that take no body: <c>GET</c>, <c>DELETE</c> and <c>POST …/leave</c>.</summary>
internal sealed class BotOperations(BotStreams streams)
{
    public async Task<HttpAnswer> GetAsync(HttpContext context, Caller caller, string id, CancellationToken cancellationToken)
    {
        if (!Preconditions.TryRead(context.Request, out var conditions))
        {
            return AttendeeAnswer.MalformedCondition();
        }

        return !BotId.TryParse(id, out var bot) || await streams.GetAsync(caller.Project, bot, cancellationToken) is not { } found ? AttendeeAnswer.BotNotFound()
            : !conditions.Expect(found.Version) ? AttendeeAnswer.OtherVersion(found.Version)
            : conditions.Know(found.Version) ? new HttpAnswer(304, default, Preconditions.Tag(found.Version))
            : AttendeeAnswer.Bot(200, found);
    }

    /// <summary>200 without a body; from then on the bot is not found by anyone.</summary>
    public async Task<HttpAnswer> DeleteAsync(HttpContext context, Caller caller, string id, CancellationToken cancellationToken)
    {
        if (!Preconditions.TryRead(context.Request, out var conditions))
        {
            return AttendeeAnswer.MalformedCondition();
        }

        if (!BotId.TryParse(id, out var bot))
        {
            return AttendeeAnswer.BotNotFound();
        }

        var terms = new WriteTerms { IsMeantFor = conditions.AllowChangeOf };
        var outcome = await streams.TransactAsync(caller.Project, bot, new BotCommand.Delete { Actor = caller.Actor }, terms, cancellationToken);
        return outcome is Outcome.Done ? new HttpAnswer(200) : AttendeeAnswer.From(outcome);
    }

    public async Task<HttpAnswer> LeaveAsync(HttpContext context, Caller caller, string id, CancellationToken cancellationToken)
    {
        if (!Preconditions.TryRead(context.Request, out var conditions))
        {
            return AttendeeAnswer.MalformedCondition();
        }

        if (!IdempotencyKey.TryRead(context.Request, out var key))
        {
            return AttendeeAnswer.MalformedKey();
        }

        if (!BotId.TryParse(id, out var bot))
        {
            return AttendeeAnswer.BotNotFound();
        }

        // The body is never read, so it says nothing.
        var keyed = key?.Of(context.Request, default, outcome => AttendeeAnswer.From(outcome));
        var terms = new WriteTerms { IsMeantFor = conditions.AllowChangeOf, Request = keyed };
        return AttendeeAnswer.From(
            keyed is not null && await streams.RecallAsync(caller.Project, bot, keyed, cancellationToken) is { } first
                ? first
                : await streams.TransactAsync(caller.Project, bot, new BotCommand.Leave { Actor = caller.Actor }, terms, cancellationToken));
    }
}
