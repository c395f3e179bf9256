using Usher.Bots;
using Usher.Wire;

namespace Usher.Api.MeetStream;

/// <summary>
/// <c>DELETE /calendar/scheduled_bots/{bot_id}</c>, and the paths of older clients: cancels a scheduled bot, which then never joins.
/// </summary>
internal sealed class CancelScheduledBot(MeetStreamBots bots)
{
    private const string ScheduledBots = "calendar/scheduled_bots/{bot_id}";
    private const string Scheduled = "calendar/scheduled/{bot_id}";
    private const string Schedule = "calendar/schedule/{bot_id}";
    private const string V1ScheduledBots = "api/v1/calendar/scheduled_bots/{bot_id}";
    private const string V1Scheduled = "api/v1/calendar/scheduled/{bot_id}";
    private const string V1Schedule = "api/v1/calendar/schedule/{bot_id}";
    private const string Base = "meetstream/api/v1/calendar/scheduled_bots/{bot_id}";

    /// <summary>All paths of this operation.</summary>
    public static readonly IReadOnlyList<string> Paths =
    [
        .. new[] { ScheduledBots, Scheduled, Schedule, V1ScheduledBots, V1Scheduled, V1Schedule, Base }.Select(route => $"/{route}"),
    ];

    [Function(nameof(CancelScheduledBot))]
    public Task<HttpResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "delete", Route = ScheduledBots)] HttpRequest request,
        string bot_id,
        Caller caller,
        CancellationToken cancellationToken
    ) => AnswerAsync(request, bot_id, caller, cancellationToken);

    [Function(nameof(CancelScheduledBot) + "AtScheduled")]
    public Task<HttpResult> AtScheduledAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "delete", Route = Scheduled)] HttpRequest request,
        string bot_id,
        Caller caller,
        CancellationToken cancellationToken
    ) => AnswerAsync(request, bot_id, caller, cancellationToken);

    [Function(nameof(CancelScheduledBot) + "AtSchedule")]
    public Task<HttpResult> AtScheduleAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "delete", Route = Schedule)] HttpRequest request,
        string bot_id,
        Caller caller,
        CancellationToken cancellationToken
    ) => AnswerAsync(request, bot_id, caller, cancellationToken);

    [Function(nameof(CancelScheduledBot) + "V1")]
    public Task<HttpResult> V1Async(
        [HttpTrigger(AuthorizationLevel.Anonymous, "delete", Route = V1ScheduledBots)] HttpRequest request,
        string bot_id,
        Caller caller,
        CancellationToken cancellationToken
    ) => AnswerAsync(request, bot_id, caller, cancellationToken);

    [Function(nameof(CancelScheduledBot) + "V1AtScheduled")]
    public Task<HttpResult> V1AtScheduledAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "delete", Route = V1Scheduled)] HttpRequest request,
        string bot_id,
        Caller caller,
        CancellationToken cancellationToken
    ) => AnswerAsync(request, bot_id, caller, cancellationToken);

    [Function(nameof(CancelScheduledBot) + "V1AtSchedule")]
    public Task<HttpResult> V1AtScheduleAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "delete", Route = V1Schedule)] HttpRequest request,
        string bot_id,
        Caller caller,
        CancellationToken cancellationToken
    ) => AnswerAsync(request, bot_id, caller, cancellationToken);

    [Function(nameof(CancelScheduledBot) + "AtBase")]
    public Task<HttpResult> AtBaseAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "delete", Route = Base)] HttpRequest request,
        string bot_id,
        Caller caller,
        CancellationToken cancellationToken
    ) => AnswerAsync(request, bot_id, caller, cancellationToken);

    private Task<HttpResult> AnswerAsync(HttpRequest request, string id, Caller caller, CancellationToken cancellationToken) =>
        bots.CarryOutAsync(
            request,
            id,
            caller,
            new BotCommand.Delete { Actor = caller.Actor },
            MeetStreamAnswer.Cancelled,
            cancellationToken
        );
}
