using Usher.Bots;
using Usher.Commanding;
using Usher.Storage;
using Usher.Wire;

namespace Usher.Api.MeetStream;

/// <summary>
/// <c>PATCH /calendar/scheduled/{bot_id}</c>: changes the time, name, attributes and features of a scheduled bot; either all changes are
/// applied or none. The body is validated before the bot is looked up. MeetStream's documentation has the first two paths, its SDKs the
/// third; each exists with and without the version prefix.
/// </summary>
internal sealed class UpdateScheduledBot(BotStreams streams, MeetStreamBots bots, TimeProvider clock)
{
    private const string Scheduled = "calendar/scheduled/{bot_id}";
    private const string Schedule = "calendar/schedule/{bot_id}";
    private const string ScheduledBots = "calendar/scheduled_bots/{bot_id}";
    private const string V1Scheduled = "api/v1/calendar/scheduled/{bot_id}";
    private const string V1Schedule = "api/v1/calendar/schedule/{bot_id}";
    private const string V1ScheduledBots = "api/v1/calendar/scheduled_bots/{bot_id}";
    private const string Base = "meetstream/api/v1/calendar/scheduled_bots/{bot_id}";

    /// <summary>All paths of this operation.</summary>
    public static readonly IReadOnlyList<string> Paths =
    [
        .. new[] { Scheduled, Schedule, ScheduledBots, V1Scheduled, V1Schedule, V1ScheduledBots, Base }.Select(route => $"/{route}"),
    ];

    [Function(nameof(UpdateScheduledBot))]
    public Task<HttpResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "patch", Route = Scheduled)] HttpRequest request,
        string bot_id,
        Caller caller,
        CancellationToken cancellationToken
    ) => UpdateAsync(request, bot_id, caller, cancellationToken);

    [Function(nameof(UpdateScheduledBot) + "AtSchedule")]
    public Task<HttpResult> AtScheduleAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "patch", Route = Schedule)] HttpRequest request,
        string bot_id,
        Caller caller,
        CancellationToken cancellationToken
    ) => UpdateAsync(request, bot_id, caller, cancellationToken);

    [Function(nameof(UpdateScheduledBot) + "AtScheduledBots")]
    public Task<HttpResult> AtScheduledBotsAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "patch", Route = ScheduledBots)] HttpRequest request,
        string bot_id,
        Caller caller,
        CancellationToken cancellationToken
    ) => UpdateAsync(request, bot_id, caller, cancellationToken);

    [Function(nameof(UpdateScheduledBot) + "V1")]
    public Task<HttpResult> V1Async(
        [HttpTrigger(AuthorizationLevel.Anonymous, "patch", Route = V1Scheduled)] HttpRequest request,
        string bot_id,
        Caller caller,
        CancellationToken cancellationToken
    ) => UpdateAsync(request, bot_id, caller, cancellationToken);

    [Function(nameof(UpdateScheduledBot) + "V1AtSchedule")]
    public Task<HttpResult> V1AtScheduleAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "patch", Route = V1Schedule)] HttpRequest request,
        string bot_id,
        Caller caller,
        CancellationToken cancellationToken
    ) => UpdateAsync(request, bot_id, caller, cancellationToken);

    [Function(nameof(UpdateScheduledBot) + "V1AtScheduledBots")]
    public Task<HttpResult> V1AtScheduledBotsAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "patch", Route = V1ScheduledBots)] HttpRequest request,
        string bot_id,
        Caller caller,
        CancellationToken cancellationToken
    ) => UpdateAsync(request, bot_id, caller, cancellationToken);

    [Function(nameof(UpdateScheduledBot) + "AtBase")]
    public Task<HttpResult> AtBaseAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "patch", Route = Base)] HttpRequest request,
        string bot_id,
        Caller caller,
        CancellationToken cancellationToken
    ) => UpdateAsync(request, bot_id, caller, cancellationToken);

    private async Task<HttpResult> UpdateAsync(HttpRequest request, string id, Caller caller, CancellationToken cancellationToken)
    {
        if (!Preconditions.TryRead(request, out var conditions))
        {
            return MeetStreamAnswer.MalformedCondition();
        }

        if (!IdempotencyKey.TryRead(request, out var key))
        {
            return MeetStreamAnswer.MalformedKey();
        }

        var (parsed, refusal) = await MeetStreamBody.ReadAsync(request, cancellationToken);
        if (parsed is null)
        {
            return refusal!;
        }

        var fields = new ScheduledBotFields(parsed.Root);
        return IgnoredFields.Tell(
            await UpdateAsync(request, id, parsed, fields, key, conditions, caller, cancellationToken),
            fields.Ignored,
            []
        );
    }

    private async Task<HttpResult> UpdateAsync(
        HttpRequest request,
        string id,
        JsonBody.Parsed parsed,
        ScheduledBotFields fields,
        IdempotencyKey? key,
        Preconditions conditions,
        Caller caller,
        CancellationToken cancellationToken
    )
    {
        var isId = BotId.TryParse(id, out var bot);

        // Before validation: a request that was valid the first time may be too late by now.
        var keyed = isId ? key?.Of(request, parsed.Bytes, outcome => MeetStreamAnswer.From(outcome, fields)) : null;
        if (keyed is not null && await streams.RecallAsync(caller.Project, bot, keyed, cancellationToken) is { } first)
        {
            return MeetStreamAnswer.From(first, fields);
        }

        var changes = fields.Read(clock.GetUtcNow());
        if (fields.Error is not null)
        {
            return MeetStreamAnswer.Invalid(fields);
        }

        if (!isId)
        {
            return MeetStreamAnswer.BotNotFound();
        }

        var command = new BotCommand.UpdateScheduled(changes) { Actor = caller.Actor };
        var terms = new WriteTerms { IsMeantFor = conditions.AllowChangeOf, Request = keyed };
        var outcome = await streams.TransactAsync(caller.Project, bot, command, terms, cancellationToken);
        return outcome is Outcome.Refused { Refusal: BotRefusal.NotFound }
            ? await bots.MissingAsync(bot, caller, cancellationToken)
            : MeetStreamAnswer.From(outcome, fields);
    }
}
