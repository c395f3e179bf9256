using Usher.Bots;
using Usher.Commanding;
using Usher.Storage;
using Usher.Wire;

namespace Usher.Api.Attendee;

/// <summary><c>GET /api/v1/bots/{id}/deadline</c>: how long the bot may be in its state, and what happens then.</summary>
internal sealed class GetBotDeadline(BotStreams streams, Heartbeats heartbeats, LifecycleOptions options, TimeProvider clock)
{
    [Function(nameof(GetBotDeadline))]
    public async Task<HttpResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "api/v1/bots/{id}/deadline")] HttpRequest request,
        string id,
        Caller caller,
        CancellationToken cancellationToken
    )
    {
        if (await streams.FindAsync(caller.Project, id, cancellationToken) is not { } found)
        {
            return AttendeeAnswer.BotNotFound();
        }

        var lastHeartbeat = await heartbeats.LastAsync(found, cancellationToken);
        var due = LifecyclePolicy.Next(found, clock.GetUtcNow(), options, lastHeartbeat);
        var resource = new DeadlineResource(
            found.State.Name,
            WireTime.Format(found.StateSince),
            due is null ? null : WireTime.Format(due.At),
            due is { Events: [var (type, subType), ..] } ? new DueEventResource(type.Name, subType) : null
        )
        {
            LastHeartbeatAt = lastHeartbeat is { } last ? WireTime.Format(last) : null,
        };
        return HttpResult.Json(200, resource, AttendeeJson.Wire.DeadlineResource);
    }
}
