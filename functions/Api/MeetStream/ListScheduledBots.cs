using System.Globalization;
using Usher.Bots;
using Usher.Storage;
using Usher.Wire;

namespace Usher.Api.MeetStream;

/// <summary><c>GET /calendar/scheduled_bots</c>, and the paths of older clients: scheduled bots, soonest first.</summary>
internal sealed class ListScheduledBots(BotListing listing, TimeProvider clock)
{
    /// <summary>The maximum number of bots in a response.</summary>
    public const int MaxLimit = 100;

    private const string ScheduledBots = "calendar/scheduled_bots";
    private const string Scheduled = "calendar/scheduled";
    private const string Schedule = "calendar/schedule";
    private const string V1ScheduledBots = "api/v1/calendar/scheduled_bots";
    private const string V1Scheduled = "api/v1/calendar/scheduled";
    private const string V1Schedule = "api/v1/calendar/schedule";
    private const string Base = "meetstream/api/v1/calendar/scheduled_bots";

    /// <summary>All paths of this operation.</summary>
    public static readonly IReadOnlyList<string> Paths =
    [
        .. new[] { ScheduledBots, Scheduled, Schedule, V1ScheduledBots, V1Scheduled, V1Schedule, Base }.Select(route => $"/{route}"),
    ];

    [Function(nameof(ListScheduledBots))]
    public Task<HttpResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = ScheduledBots)] HttpRequest request,
        Caller caller,
        CancellationToken cancellationToken
    ) => AnswerAsync(request, caller, cancellationToken);

    [Function(nameof(ListScheduledBots) + "AtScheduled")]
    public Task<HttpResult> AtScheduledAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = Scheduled)] HttpRequest request,
        Caller caller,
        CancellationToken cancellationToken
    ) => AnswerAsync(request, caller, cancellationToken);

    [Function(nameof(ListScheduledBots) + "AtSchedule")]
    public Task<HttpResult> AtScheduleAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = Schedule)] HttpRequest request,
        Caller caller,
        CancellationToken cancellationToken
    ) => AnswerAsync(request, caller, cancellationToken);

    [Function(nameof(ListScheduledBots) + "V1")]
    public Task<HttpResult> V1Async(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = V1ScheduledBots)] HttpRequest request,
        Caller caller,
        CancellationToken cancellationToken
    ) => AnswerAsync(request, caller, cancellationToken);

    [Function(nameof(ListScheduledBots) + "V1AtScheduled")]
    public Task<HttpResult> V1AtScheduledAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = V1Scheduled)] HttpRequest request,
        Caller caller,
        CancellationToken cancellationToken
    ) => AnswerAsync(request, caller, cancellationToken);

    [Function(nameof(ListScheduledBots) + "V1AtSchedule")]
    public Task<HttpResult> V1AtScheduleAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = V1Schedule)] HttpRequest request,
        Caller caller,
        CancellationToken cancellationToken
    ) => AnswerAsync(request, caller, cancellationToken);

    [Function(nameof(ListScheduledBots) + "AtBase")]
    public Task<HttpResult> AtBaseAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = Base)] HttpRequest request,
        Caller caller,
        CancellationToken cancellationToken
    ) => AnswerAsync(request, caller, cancellationToken);

    private async Task<HttpResult> AnswerAsync(HttpRequest request, Caller caller, CancellationToken cancellationToken)
    {
        var limit = request.Query["limit"].LastOrDefault() is { Length: > 0 } text ? ParseLimit(text) : MaxLimit;
        if (limit is not { } count)
        {
            return MeetStreamAnswer.InvalidLimit();
        }

        var filter = new BotFilter { States = [BotState.Scheduled, BotState.Staged], JoinAtAfter = clock.GetUtcNow() };
        var bots = await listing.AfterAsync(caller.Project, filter, after: null, count, cancellationToken);
        return IgnoredFields.Tell(MeetStreamAnswer.Scheduled(bots), request, "limit");
    }

    private static int? ParseLimit(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var limit) && limit is >= 1 and <= MaxLimit ? limit : null;
}
