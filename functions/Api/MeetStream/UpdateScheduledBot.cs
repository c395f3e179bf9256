using System.Text.Json;
using Usher.Bots;
using Usher.Storage;

namespace Usher.Api.MeetStream;

/// <summary>
/// <c>PATCH /calendar/scheduled/{bot_id}</c>: time, name, attributes and features of a bot that waits for its time; all of what was sent, or nothing. The body
/// is checked before the bot is looked for.
/// </summary>
internal sealed class UpdateScheduledBot(BotStreams streams, BotIndex index, TimeProvider clock)
{
    public async Task<HttpAnswer> HandleAsync(HttpContext context, Caller caller, string id, CancellationToken cancellationToken)
    {
        if (!Preconditions.TryRead(context.Request, out var conditions))
        {
            return MeetStreamAnswer.MalformedCondition();
        }

        if (!IdempotencyKey.TryRead(context.Request, out var key))
        {
            return MeetStreamAnswer.MalformedKey();
        }

        var body = await JsonBody.ReadOfAnyTypeAsync(context.Request, cancellationToken);
        if (body is JsonBody.TooLarge)
        {
            return MeetStreamAnswer.TooLarge();
        }

        if (body is not JsonBody.Parsed { Root.ValueKind: JsonValueKind.Object } parsed)
        {
            return MeetStreamAnswer.NoJson();
        }

        var fields = new ScheduledBotFields(parsed.Root);
        var isId = BotId.TryParse(id, out var bot);

        // Before it is checked: what was valid when it came first may be too late by now.
        var keyed = isId ? key?.Of(context.Request, parsed.Bytes, outcome => MeetStreamAnswer.From(outcome, fields.Sent)) : null;
        if (keyed is not null && await streams.RecallAsync(caller.Project, bot, keyed, cancellationToken) is { } first)
        {
            return MeetStreamAnswer.From(first, fields.Sent);
        }

        var changes = fields.Read(clock.GetUtcNow());
        if (fields.Error is { } error)
        {
            return MeetStreamAnswer.Refusal(400, error);
        }

        if (!isId)
        {
            return MeetStreamAnswer.BotNotFound();
        }

        var command = new BotCommand.UpdateScheduled(changes) { Actor = caller.Actor };
        var terms = new WriteTerms { IsMeantFor = conditions.AllowChangeOf, Request = keyed };
        var outcome = await streams.TransactAsync(caller.Project, bot, command, terms, cancellationToken);
        return outcome is Outcome.Refused { Refusal: BotRefusal.NotFound } && await IsOfAnotherProjectAsync(caller, bot, cancellationToken)
            ? MeetStreamAnswer.NotYourBot()
            : MeetStreamAnswer.From(outcome, fields.Sent);
    }

    private async Task<bool> IsOfAnotherProjectAsync(Caller caller, BotId bot, CancellationToken cancellationToken) =>
        await index.FindProjectAsync(bot, cancellationToken) is { } project && project != caller.Project
        && await streams.GetAsync(project, bot, cancellationToken) is not null;
}
