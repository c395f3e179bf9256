using Usher.Bots;
using Usher.Commanding;
using Usher.Storage;
using Usher.Wire;

namespace Usher.Api.Attendee;

/// <summary><c>DELETE /api/v1/bots/{id}</c>: 200 without a body. The bot is no longer found.</summary>
internal sealed class DeleteBot(BotStreams streams)
{
    [Function(nameof(DeleteBot))]
    public async Task<HttpResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "delete", Route = "api/v1/bots/{id}")] HttpRequest request,
        string id,
        Caller caller,
        CancellationToken cancellationToken
    )
    {
        if (!Preconditions.TryRead(request, out var conditions))
        {
            return AttendeeAnswer.MalformedCondition();
        }

        if (!BotId.TryParse(id, out var bot))
        {
            return AttendeeAnswer.BotNotFound();
        }

        var terms = new WriteTerms { IsMeantFor = conditions.AllowChangeOf };
        var outcome = await streams.TransactAsync(
            caller.Project,
            bot,
            new BotCommand.Delete { Actor = caller.Actor },
            terms,
            cancellationToken
        );
        return outcome is Outcome.Done ? new HttpResult(200) : AttendeeAnswer.From(outcome);
    }
}
