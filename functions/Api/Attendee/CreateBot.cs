using System.Globalization;
using System.Text.Json;
using Usher.Api.Validation;
using Usher.Bots;
using Usher.Commanding;
using Usher.Storage;
using Usher.Webhooks;
using Usher.Wire;

namespace Usher.Api.Attendee;

/// <summary><c>POST /api/v1/bots</c>: creates a bot that joins at <c>join_at</c>, or immediately.</summary>
internal sealed class CreateBot(BotStreams streams, BotStore store, RunnerFeatures features, WebhookSender sender, TimeProvider clock)
{
    [Function(nameof(CreateBot))]
    public async Task<HttpResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/v1/bots")] HttpRequest request,
        Caller caller,
        CancellationToken cancellationToken
    )
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

        var answer = await CreateAsync(request, caller, key, parsed, cancellationToken);
        return answer.Status == StatusCodes.Status201Created && Warning(parsed.Root) is { Length: > 0 } warning
            ? answer with
            {
                Headers = [.. answer.Headers, ("Usher-Warning", warning)],
            }
            : answer;
    }

    /// <summary>
    /// Warns about webhooks that can never be delivered. Attendee accepts them, so they are not an error. The warning depends only on the
    /// request, so repeated requests get it too.
    /// </summary>
    private string Warning(JsonElement root) =>
        string.Join(
            "; ",
            CreateRequest
                .WebhookUrls(new BodyFields(root))
                .Select((url, index) => (Index: index, Reason: sender.NeverReaches(url)))
                .Where(webhook => webhook.Reason is not null)
                .Select(webhook =>
                    string.Create(CultureInfo.InvariantCulture, $"webhooks[{webhook.Index}] can never be reached: {webhook.Reason}")
                )
        );

    private async Task<HttpResult> CreateAsync(
        HttpRequest request,
        Caller caller,
        IdempotencyKey? key,
        JsonBody.Parsed parsed,
        CancellationToken cancellationToken
    )
    {
        // Before validation: a request that was valid the first time may be too late by now.
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
            return
                creation.Details.DeduplicationKey is { } used
                && await store.HolderAsync(caller.Project, used, cancellationToken) is { } holder
                ? AttendeeAnswer.From(new BotRefusal.DeduplicationKeyInUse(used, holder))
                : AttendeeAnswer.Error(400, sentence);
        }

        var create = new BotCommand.Create(creation.Details) { Actor = caller.Actor };
        return AttendeeAnswer.From(await streams.CreateAsync(create, keyed, cancellationToken, creation.Image), success: 201);
    }
}
