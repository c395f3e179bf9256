using Usher.Bots;
using Usher.Commanding;
using Usher.Storage;
using Usher.Wire;

namespace Usher.Api.Attendee;

/// <summary>
/// <c>PATCH /api/v1/bots/{id}</c>: changes metadata at any time; time, meeting, name, image and recording settings while the bot is
/// scheduled. Unknown fields are ignored.
/// </summary>
internal sealed class UpdateBot(BotStreams streams, RunnerFeatures features, TimeProvider clock)
{
    [Function(nameof(UpdateBot))]
    public async Task<HttpResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "patch", Route = "api/v1/bots/{id}")] HttpRequest request,
        string id,
        Caller caller,
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

        // A deleted bot is not found, except to repeat a request that was answered before its deletion.
        var before = BotId.TryParse(id, out var bot) ? await streams.ReadAsync(caller.Project, bot, cancellationToken) : null;
        var isThere = before is { Bot.State: not BotState.Deleted };
        if (before is null || (!isThere && key is null))
        {
            return AttendeeAnswer.BotNotFound();
        }

        var body = await JsonBody.ReadAsync(request, cancellationToken);
        if (body is not JsonBody.Parsed parsed)
        {
            return isThere ? AttendeeAnswer.Body(body) : AttendeeAnswer.BotNotFound();
        }

        var answer = await UpdateAsync(request, parsed, key, conditions, caller, before, isThere, cancellationToken);
        return IgnoredFields.Tell(answer, UpdateRequest.Names(parsed.Root), UpdateRequest.Fields);
    }

    private async Task<HttpResult> UpdateAsync(
        HttpRequest request,
        JsonBody.Parsed parsed,
        IdempotencyKey? key,
        Preconditions conditions,
        Caller caller,
        StoredBot before,
        bool isThere,
        CancellationToken cancellationToken
    )
    {
        // Before validation: a request that was valid the first time may be too late by now.
        var bot = before.Bot.Id;
        var keyed = key?.Of(request, parsed.Bytes, outcome => AttendeeAnswer.From(outcome));
        if (keyed is not null && await streams.RecallAsync(caller.Project, bot, keyed, cancellationToken) is { } first)
        {
            return AttendeeAnswer.From(first);
        }

        var (update, refusal) = UpdateRequest.Read(parsed.Root, clock.GetUtcNow(), features);
        if (isThere && refusal is not null)
        {
            return refusal;
        }

        var terms = new WriteTerms
        {
            Read = before,
            IsMeantFor = conditions.AllowChangeOf,
            Request = keyed,
            Image = update?.Image,
        };
        var command = new BotCommand.Update(update?.Changes ?? new BotChanges()) { Actor = caller.Actor };
        return AttendeeAnswer.From(await streams.TransactAsync(caller.Project, bot, command, terms, cancellationToken));
    }
}
