using Usher.Bots;

namespace Usher.Api.MeetStream;

/// <summary>
/// <c>DELETE /calendar/scheduled_bots/{bot_id}</c>, and as older clients spell it: a bot that waits for its time never joins.
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

    /// <summary>Everywhere that it is found.</summary>
    public static readonly IReadOnlyList<string> Paths =
    [
        .. new[] { ScheduledBots, Scheduled, Schedule, V1ScheduledBots, V1Scheduled, V1Schedule, Base }.Select(route => $"/{route}"),
    ];

    [Function(nameof(CancelScheduledBot))]
    public Task<HttpAnswer> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "delete", Route = ScheduledBots)] HttpRequest request,
        string bot_id,
        Caller caller,
        CancellationToken cancellationToken
    ) => AnswerAsync(request, bot_id, caller, cancellationToken);

    [Function(nameof(CancelScheduledBot) + "AtScheduled")]
    public Task<HttpAnswer> AtScheduledAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "delete", Route = Scheduled)] HttpRequest request,
        string bot_id,
        Caller caller,
        CancellationToken cancellationToken
    ) => AnswerAsync(request, bot_id, caller, cancellationToken);

    [Function(nameof(CancelScheduledBot) + "AtSchedule")]
    public Task<HttpAnswer> AtScheduleAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "delete", Route = Schedule)] HttpRequest request,
        string bot_id,
        Caller caller,
        CancellationToken cancellationToken
    ) => AnswerAsync(request, bot_id, caller, cancellationToken);

    [Function(nameof(CancelScheduledBot) + "V1")]
    public Task<HttpAnswer> V1Async(
        [HttpTrigger(AuthorizationLevel.Anonymous, "delete", Route = V1ScheduledBots)] HttpRequest request,
        string bot_id,
        Caller caller,
        CancellationToken cancellationToken
    ) => AnswerAsync(request, bot_id, caller, cancellationToken);

    [Function(nameof(CancelScheduledBot) + "V1AtScheduled")]
    public Task<HttpAnswer> V1AtScheduledAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "delete", Route = V1Scheduled)] HttpRequest request,
        string bot_id,
        Caller caller,
        CancellationToken cancellationToken
    ) => AnswerAsync(request, bot_id, caller, cancellationToken);

    [Function(nameof(CancelScheduledBot) + "V1AtSchedule")]
    public Task<HttpAnswer> V1AtScheduleAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "delete", Route = V1Schedule)] HttpRequest request,
        string bot_id,
        Caller caller,
        CancellationToken cancellationToken
    ) => AnswerAsync(request, bot_id, caller, cancellationToken);

    [Function(nameof(CancelScheduledBot) + "AtBase")]
    public Task<HttpAnswer> AtBaseAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "delete", Route = Base)] HttpRequest request,
        string bot_id,
        Caller caller,
        CancellationToken cancellationToken
    ) => AnswerAsync(request, bot_id, caller, cancellationToken);

    private Task<HttpAnswer> AnswerAsync(HttpRequest request, string id, Caller caller, CancellationToken cancellationToken) =>
        bots.CarryOutAsync(
            request,
            id,
            caller,
            new BotCommand.Delete { Actor = caller.Actor },
            MeetStreamAnswer.Cancelled,
            cancellationToken
        );
}
