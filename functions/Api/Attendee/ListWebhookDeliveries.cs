using System.Buffers.Text;
using System.Text;
using Usher.Bots.Webhooks;
using Usher.Commanding;
using Usher.Runner;
using Usher.Storage;
using Usher.Wire;

namespace Usher.Api.Attendee;

/// <summary><c>GET /api/v1/bots/{id}/webhook_deliveries</c>: the deliveries of a bot's events.</summary>
internal sealed class ListWebhookDeliveries(BotStreams streams, WebhookDeliveries deliveries, PublicUrl publicUrl)
{
    private const int PageSize = 25;

    [Function(nameof(ListWebhookDeliveries))]
    public async Task<HttpResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "api/v1/bots/{id}/webhook_deliveries")] HttpRequest request,
        string id,
        Caller caller,
        CancellationToken cancellationToken
    ) => IgnoredFields.Tell(await ListAsync(request, id, caller, cancellationToken), request, "cursor");

    private async Task<HttpResult> ListAsync(HttpRequest request, string id, Caller caller, CancellationToken cancellationToken)
    {
        var text = request.Query["cursor"].LastOrDefault();
        var cursor = string.IsNullOrEmpty(text) ? null : ParseCursor(text);
        if (cursor is null && !string.IsNullOrEmpty(text))
        {
            return AttendeeAnswer.InvalidCursor();
        }

        if (await streams.FindAsync(caller.Project, id, cancellationToken) is not { Id: var bot })
        {
            return AttendeeAnswer.BotNotFound();
        }

        var found = await deliveries
            .OfBotAsync(caller.Project, bot, cursor, cancellationToken)
            .Take(PageSize + 1)
            .ToListAsync(cancellationToken);
        var page = found.Take(PageSize).ToList();
        var next = found.Count > PageSize ? $"{publicUrl.Value}{request.Path.ToUriComponent()}?cursor={CursorOf(page[^1])}" : null;
        return HttpResult.Json(
            200,
            new WebhookDeliveryPage(next, [.. page.Select(WebhookDeliveryResource.From)]),
            AttendeeJson.Wire.WebhookDeliveryPage
        );
    }

    private static string CursorOf(WebhookDelivery delivery) =>
        Base64Url.EncodeToString(Encoding.ASCII.GetBytes($"{delivery.Place}|{delivery.Subscription}"));

    private static WebhookDeliveryPlace? ParseCursor(string text)
    {
        Span<byte> bytes = stackalloc byte[64];
        return
            Base64Url.IsValid(text, out var decodedLength)
            && decodedLength <= bytes.Length
            && Base64Url.TryDecodeFromChars(text, bytes, out var length)
            && Encoding.ASCII.GetString(bytes[..length]).Split('|') is [var number, var subscription]
            && EventPlace.Parse(number) is { } place
            ? new WebhookDeliveryPlace(place, subscription)
            : null;
    }
}
