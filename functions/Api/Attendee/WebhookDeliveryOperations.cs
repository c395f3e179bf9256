using System.Buffers.Text;
using System.Globalization;
using System.Text;
using Usher.Bots;
using Usher.Storage;
using Usher.Webhooks;

namespace Usher.Api.Attendee;

/// <summary>What became of a bot's webhooks: <c>GET /api/v1/bots/{id}/webhook_deliveries</c>, and sending one again.</summary>
internal sealed class WebhookDeliveryOperations(BotStreams streams, WebhookDeliveries deliveries, WebhookRedelivery redelivery)
{
    private const int PageSize = 25;

    public async Task<HttpAnswer> ListAsync(HttpContext context, Caller caller, CancellationToken cancellationToken)
    {
        var text = context.Request.Query["cursor"].LastOrDefault();
        var cursor = string.IsNullOrEmpty(text) ? null : ParseCursor(text);
        if (cursor is null && !string.IsNullOrEmpty(text))
        {
            return AttendeeAnswer.InvalidCursor();
        }

        if (await FindAsync(context, caller, cancellationToken) is not { } bot)
        {
            return AttendeeAnswer.BotNotFound();
        }

        var found = await deliveries.OfBotAsync(caller.Project, bot, cursor, cancellationToken).Take(PageSize + 1).ToListAsync(cancellationToken);
        var page = found.Take(PageSize).ToList();
        var next = found.Count > PageSize ? $"{PublicAddress.Of(context.Request)}{context.Request.Path.ToUriComponent()}?cursor={CursorOf(page[^1])}" : null;
        return HttpAnswer.Json(200, new WebhookDeliveryPage(next, [.. page.Select(WebhookDeliveryResource.From)]), AttendeeJson.Wire.WebhookDeliveryPage);
    }

    /// <summary>202: it comes again, with the id that it had.</summary>
    public async Task<HttpAnswer> RedeliverAsync(HttpContext context, Caller caller, CancellationToken cancellationToken)
    {
        if (await FindAsync(context, caller, cancellationToken) is not { } bot)
        {
            return AttendeeAnswer.BotNotFound();
        }

        var delivery = Guid.TryParse((string?)context.Request.RouteValues["delivery"], out var id)
            ? await deliveries.OfBotAsync(caller.Project, bot, after: null, cancellationToken).FirstOrDefaultAsync(one => one.Id == id, cancellationToken)
            : null;
        return delivery is null ? AttendeeAnswer.DeliveryNotFound()
            : await redelivery.RedeliverAsync(delivery, cancellationToken) ? new HttpAnswer(202)
            : AttendeeAnswer.DeliveryUnderWay();
    }

    private async Task<BotId?> FindAsync(HttpContext context, Caller caller, CancellationToken cancellationToken) =>
        BotId.TryParse((string?)context.Request.RouteValues["id"], out var bot) && await streams.GetAsync(caller.Project, bot, cancellationToken) is not null ? bot : null;

    private static string CursorOf(WebhookDelivery delivery) =>
        Base64Url.EncodeToString(Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{delivery.Sequence}|{delivery.Subscription}")));

    private static WebhookDeliveryPlace? ParseCursor(string text)
    {
        Span<byte> bytes = stackalloc byte[64];
        return Base64Url.IsValid(text, out var decodedLength) && decodedLength <= bytes.Length
            && Base64Url.TryDecodeFromChars(text, bytes, out var length)
            && Encoding.ASCII.GetString(bytes[..length]).Split('|') is [var number, var subscription]
            && int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var sequence)
                ? new WebhookDeliveryPlace(sequence, subscription)
                : null;
    }
}

/// <summary>One event for one subscription, and every attempt to tell it.</summary>
internal sealed record WebhookDeliveryResource(
    string Id, string Webhook, string Url, string EventType, string CreatedAt, string Status, int AttemptCount, string? NextAttemptAt,
    IReadOnlyList<WebhookAttemptResource> Attempts)
{
    public static WebhookDeliveryResource From(WebhookDelivery delivery) => new(
        delivery.Id.ToString(),
        delivery.Subscription,
        delivery.Url,
        delivery.EventType.Name,
        WireTime.Format(delivery.CreatedAt),
        WireName.Of(delivery.Status),
        delivery.Attempts,
        delivery is { Status: DeliveryStatus.Pending, NextAttemptAt: { } next } ? WireTime.Format(next) : null,
        [.. delivery.Log.Select(attempt => new WebhookAttemptResource(WireTime.Format(attempt.At), attempt.Status, attempt.Error, attempt.DurationMs))]);
}

internal sealed record WebhookAttemptResource(string At, int? Status, string? Error, int DurationMs);

internal sealed record WebhookDeliveryPage(string? Next, IReadOnlyList<WebhookDeliveryResource> Results);
