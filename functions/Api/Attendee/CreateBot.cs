using Usher.Bots;
using Usher.Storage;

namespace Usher.Api.Attendee;

/// <summary><c>POST /api/v1/bots</c>: a bot that joins at <c>join_at</c>, or at once.</summary>
internal sealed class CreateBot(BotStreams streams, BotStore store, BotImages images, RunnerFeatures features, TimeProvider clock)
{
    public async Task<HttpAnswer> HandleAsync(HttpContext context, Caller caller, CancellationToken cancellationToken)
    {
        var body = await JsonBody.ReadAsync(context.Request, cancellationToken);
        if (body is not JsonBody.Parsed parsed)
        {
            return AttendeeAnswer.Body(body);
        }

        var (request, refusal) = CreateRequest.Read(parsed.Root, caller.Project, clock.GetUtcNow(), features);
        if (request is null)
        {
            return refusal!;
        }

        if (request.LateRefusal is { } sentence)
        {
            return request.Details.DeduplicationKey is { } key && await store.IsClaimedAsync(caller.Project, key, cancellationToken)
                ? AttendeeAnswer.From(new BotRefusal.DeduplicationKeyInUse(key))
                : AttendeeAnswer.Error(400, sentence);
        }

        if (request.Image is { } image)
        {
            await images.StoreAsync(caller.Project, image, cancellationToken);
        }

        return AttendeeAnswer.From(await streams.CreateAsync(new BotCommand.Create(request.Details) { Actor = caller.Actor }, cancellationToken), success: 201);
    }
}
