using Usher.Api.Validation;
using Usher.Bots;
using Usher.Storage;

namespace Usher.Api.Attendee;

/// <summary>The operations on one bot that take no body: <c>GET</c> (with <c>at</c>: as it was then), <c>DELETE</c> and <c>POST …/leave</c>.</summary>
internal sealed class BotOperations(BotStreams streams, BotStore store)
{
    public async Task<HttpAnswer> GetAsync(HttpContext context, Caller caller, string id, CancellationToken cancellationToken)
    {
        if (!Preconditions.TryRead(context.Request, out var conditions))
        {
            return AttendeeAnswer.MalformedCondition();
        }

        var at = context.Request.Query["at"].LastOrDefault() is { Length: > 0 } text ? TimeField.Parse(text) : DateTimeOffset.MaxValue;
        return at is not { } time ? AttendeeAnswer.InvalidAt()
            : !BotId.TryParse(id, out var bot) || await AsOfAsync(caller.Project, bot, time, cancellationToken) is not { } found ? AttendeeAnswer.BotNotFound()
            : !conditions.Expect(found.Version) ? AttendeeAnswer.OtherVersion(found.Version)
            : conditions.Know(found.Version) ? new HttpAnswer(304, default, Preconditions.Tag(found.Version))
            : AttendeeAnswer.Bot(200, found);
    }

    /// <summary>The bot as it was at a time; null before its creation, and always where it is deleted by now.</summary>
    private async Task<Bot?> AsOfAsync(string project, BotId id, DateTimeOffset time, CancellationToken cancellationToken)
    {
        var now = await streams.GetAsync(project, id, cancellationToken);
        if (now is null || time == DateTimeOffset.MaxValue)
        {
            return now;
        }

        var events = await store.EventsAsync(project, id, to: now.Version, cancellationToken: cancellationToken)
            .TakeWhile(stored => stored.Event.At <= time).Select(stored => stored.Event).ToListAsync(cancellationToken);
        return events.Count == 0 ? null : Bot.Fold(id, events);
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
