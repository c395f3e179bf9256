using System.Diagnostics;
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
        var body = await JsonBody.ReadOfAnyTypeAsync(context.Request, cancellationToken);
        if (body is JsonBody.TooLarge)
        {
            return MeetStreamAnswer.TooLarge();
        }

        if (body is not JsonBody.Parsed { Root: { ValueKind: JsonValueKind.Object } root })
        {
            return MeetStreamAnswer.NoJson();
        }

        var fields = new ScheduledBotFields(root);
        var changes = fields.Read(clock.GetUtcNow());
        if (fields.Error is { } error)
        {
            return MeetStreamAnswer.Refusal(400, error);
        }

        if (!BotId.TryParse(id, out var bot))
        {
            return MeetStreamAnswer.BotNotFound();
        }

        var command = new BotCommand.UpdateScheduled(changes) { Actor = caller.Actor };
        return await streams.TransactAsync(caller.Project, bot, command, cancellationToken) switch
        {
            Outcome.Done done => MeetStreamAnswer.Updated(bot, fields.Sent, done.Events.Any(Reschedules)),
            Outcome.Refused { Refusal: BotRefusal.NotFound } when await IsOfAnotherProjectAsync(caller, bot, cancellationToken) => MeetStreamAnswer.NotYourBot(),
            Outcome.Refused refused => MeetStreamAnswer.From(refused.Refusal),
            _ => throw new UnreachableException(),
        };
    }

    private static bool Reschedules(BotEvent next) => next is BotEvent.Updated { Changes.JoinAt: not null };

    private async Task<bool> IsOfAnotherProjectAsync(Caller caller, BotId bot, CancellationToken cancellationToken) =>
        await index.FindProjectAsync(bot, cancellationToken) is { } project && project != caller.Project
        && await streams.GetAsync(project, bot, cancellationToken) is not null;
}
