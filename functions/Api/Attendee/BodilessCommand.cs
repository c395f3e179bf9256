using Usher.Bots;
using Usher.Commanding;
using Usher.Wire;

namespace Usher.Api.Attendee;

/// <summary>
/// A <c>POST</c> to one bot whose body is ignored: checks conditions and the idempotency key, finds the bot and runs the command.
/// </summary>
internal static class BodilessCommand
{
    public static async Task<HttpResult> RunAsync(
        BotStreams streams,
        HttpRequest request,
        string id,
        Caller caller,
        BotCommand command,
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

        var keyed = key?.Of(request, default, outcome => AttendeeAnswer.From(outcome));
        var terms = new WriteTerms { IsMeantFor = conditions.AllowChangeOf, Request = keyed };
        return AttendeeAnswer.From(
            keyed is not null && await streams.RecallAsync(caller.Project, bot, keyed, cancellationToken) is { } first
                ? first
                : await streams.TransactAsync(caller.Project, bot, command, terms, cancellationToken)
        );
    }
}
