using Usher.Api.Validation;
using Usher.Bots;
using Usher.Commanding;
using Usher.Storage;
using Usher.Wire;

namespace Usher.Api.Attendee;

/// <summary><c>GET /api/v1/bots/{id}</c>: the bot's current state or, with <c>at</c>, its state at that time.</summary>
internal sealed class GetBot(BotStreams streams, BotStore store)
{
    [Function(nameof(GetBot))]
    public async Task<HttpResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "api/v1/bots/{id}")] HttpRequest request,
        string id,
        Caller caller,
        CancellationToken cancellationToken
    )
    {
        if (!Preconditions.TryRead(request, out var conditions))
        {
            return AttendeeAnswer.MalformedCondition();
        }

        var at = request.Query["at"].LastOrDefault() is { Length: > 0 } text ? TimeField.Parse(text) : DateTimeOffset.MaxValue;
        return at is not { } time ? AttendeeAnswer.InvalidTime("at")
            : !BotId.TryParse(id, out var bot) || await AsOfAsync(caller.Project, bot, time, cancellationToken) is not { } found
                ? AttendeeAnswer.BotNotFound()
            : !conditions.Expect(found.Version) ? AttendeeAnswer.OtherVersion(found.Version)
            : conditions.Know(found.Version) ? new HttpResult(304, default, Preconditions.Tag(found.Version))
            : AttendeeAnswer.Bot(200, found);
    }

    /// <summary>The bot's state at a given time; null before its creation, and if it has been deleted since.</summary>
    private async Task<Bot?> AsOfAsync(string project, BotId id, DateTimeOffset time, CancellationToken cancellationToken)
    {
        var now = await streams.GetAsync(project, id, cancellationToken);
        if (now is null || time == DateTimeOffset.MaxValue)
        {
            return now;
        }

        var events = await store
            .EventsAsync(project, id, to: now.Version, cancellationToken: cancellationToken)
            .TakeWhile(stored => stored.Event.At <= time)
            .Select(stored => stored.Event)
            .ToListAsync(cancellationToken);
        return events.Count == 0 ? null : Bot.Fold(id, events);
    }
}
