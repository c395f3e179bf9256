using Usher.Bots;
using Usher.Storage;

namespace Usher.Api.Attendee;

/// <summary><c>GET /api/v1/bots/{id}/deadline</c>: how long the bot may be in its state, and what happens then.</summary>
internal sealed class GetDeadline(BotStreams streams, Heartbeats heartbeats, LifecycleOptions options, TimeProvider clock)
{
    public async Task<HttpAnswer> HandleAsync(Caller caller, string id, CancellationToken cancellationToken)
    {
        if (!BotId.TryParse(id, out var bot) || await streams.GetAsync(caller.Project, bot, cancellationToken) is not { } found)
        {
            return AttendeeAnswer.BotNotFound();
        }

        var lastHeartbeat = await heartbeats.LastAsync(found, cancellationToken);
        var due = LifecyclePolicy.Next(found, clock.GetUtcNow(), options, lastHeartbeat);
        var resource = new DeadlineResource(
            found.State.Name,
            WireTime.Format(found.StateSince),
            due is null ? null : WireTime.Format(due.At),
            due is { Events: [var (type, subType), ..] } ? new DueEventResource(type.Name, subType) : null);
        return HttpAnswer.Json(200, resource, AttendeeJson.Wire.DeadlineResource);
    }
}

/// <param name="DueAt">Null: nothing is due by the clock.</param>
/// <param name="What">The event that is appended then, where nothing else happens before.</param>
internal sealed record DeadlineResource(string State, string StateSince, string? DueAt, DueEventResource? What);

internal sealed record DueEventResource(string Type, string? SubType);
