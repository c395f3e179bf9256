using Usher.Bots;
using Usher.Storage;

namespace Usher.Api.Attendee;

/// <summary><c>POST /api/v1/bots</c>: a bot that joins at <c>join_at</c>, or at once.</summary>
internal sealed class CreateBot(BotStreams streams, BotStore store, BotImages images, RunnerFeatures features, TimeProvider clock)
{
    [Function(nameof(CreateBot))]
    public async Task<HttpAnswer> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/v1/bots")] HttpRequest request, Caller caller, CancellationToken cancellationToken)
    {
        if (!IdempotencyKey.TryRead(request, out var key))
        {
            return AttendeeAnswer.MalformedKey();
        }

        var body = await JsonBody.ReadAsync(request, cancellationToken);
        if (body is not JsonBody.Parsed parsed)
        {
            return AttendeeAnswer.Body(body);
        }

        // Before it is checked: what was valid when it came first may be too late by now.
        var keyed = key?.Of(request, parsed.Bytes, outcome => AttendeeAnswer.From(outcome, success: 201));
        if (keyed is not null && await streams.RecallCreationAsync(caller.Project, keyed, cancellationToken) is { } first)
        {
            return AttendeeAnswer.From(first);
        }

        var (creation, refusal) = CreateRequest.Read(parsed.Root, caller.Project, clock.GetUtcNow(), features);
        if (creation is null)
        {
            return refusal!;
        }

        if (creation.LateRefusal is { } sentence)
        {
            return creation.Details.DeduplicationKey is { } used && await store.HolderAsync(caller.Project, used, cancellationToken) is { } holder
                ? AttendeeAnswer.From(new BotRefusal.DeduplicationKeyInUse(used, holder))
                : AttendeeAnswer.Error(400, sentence);
        }

        if (creation.Image is { } image)
        {
            await images.StoreAsync(caller.Project, image, cancellationToken);
        }

        var create = new BotCommand.Create(creation.Details) { Actor = caller.Actor };
        return AttendeeAnswer.From(await streams.CreateAsync(create, keyed, cancellationToken), success: 201);
    }
}
