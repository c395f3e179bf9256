using Usher.Bots;
using Usher.Storage;

namespace Usher.Api.Attendee;

/// <summary><c>POST /api/v1/bots/{id}/delete_data</c>: of a bot that is over, what identifies people or content goes for good. The answer shows the bot as it was.</summary>
internal sealed class DeleteBotData(BotStreams streams)
{
    [Function(nameof(DeleteBotData))]
    public async Task<HttpAnswer> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/v1/bots/{id}/delete_data")] HttpRequest request, string id, Caller caller, CancellationToken cancellationToken)
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

        // The body is never read, so it says nothing.
        var keyed = key?.Of(request, default, outcome => AttendeeAnswer.From(outcome));
        var terms = new WriteTerms { IsMeantFor = conditions.AllowChangeOf, Request = keyed };
        return AttendeeAnswer.From(
            keyed is not null && await streams.RecallAsync(caller.Project, bot, keyed, cancellationToken) is { } first
                ? first
                : await streams.TransactAsync(caller.Project, bot, new BotCommand.DeleteData { Actor = caller.Actor }, terms, cancellationToken));
    }
}
