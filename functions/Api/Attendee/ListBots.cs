using System.Buffers.Text;
using System.Text;
using Usher.Api.Validation;
using Usher.Bots;
using Usher.Storage;

namespace Usher.Api.Attendee;

/// <summary><c>GET /api/v1/bots</c>: 25 a page, oldest first, with cursors that survive inserts and deletes.</summary>
internal sealed class ListBots(BotListing listing)
{
    private const int PageSize = 25;

    public async Task<HttpAnswer> HandleAsync(HttpContext context, Caller caller, CancellationToken cancellationToken)
    {
        var request = context.Request;
        var errors = new FieldErrors();
        var filter = BotListFilter.Read(request.Query, errors);
        if (!errors.IsEmpty)
        {
            return AttendeeAnswer.Invalid(errors);
        }

        var text = request.Query["cursor"].LastOrDefault();
        var cursor = string.IsNullOrEmpty(text) ? BotListCursor.Start : BotListCursor.Parse(text);
        if (cursor is null)
        {
            return AttendeeAnswer.Detail(404, "Invalid cursor");
        }

        // One more than a page tells whether there is another page in the direction of reading.
        var bots = cursor.IsBackward
            ? await listing.BeforeAsync(caller.Project, filter, cursor.Id!.Value, PageSize + 1, cancellationToken)
            : await listing.AfterAsync(caller.Project, filter, cursor.Id, PageSize + 1, cancellationToken);
        var page = cursor.IsBackward ? bots.TakeLast(PageSize).ToList() : [.. bots.Take(PageSize)];
        var hasMore = bots.Count > PageSize;
        var (hasNext, hasPrevious) = cursor.IsBackward ? (true, hasMore) : (hasMore, cursor.Id is not null);
        var resource = new BotPage(
            hasNext && page.Count > 0 ? Link(request, new BotListCursor(page[^1].Id, IsBackward: false)) : null,
            hasPrevious && page.Count > 0 ? Link(request, new BotListCursor(page[0].Id, IsBackward: true)) : null,
            [.. page.Select(BotResource.From)]);
        return HttpAnswer.Json(200, resource, AttendeeJson.Wire.BotPage);
    }

    /// <summary>This request's address with another cursor; every other parameter stays.</summary>
    private static string Link(HttpRequest request, BotListCursor cursor)
    {
        var link = new StringBuilder(PublicAddress.Of(request)).Append(request.Path.ToUriComponent()).Append("?cursor=").Append(cursor);
        foreach (var (name, values) in request.Query.Where(parameter => parameter.Key != "cursor"))
        {
            foreach (var value in values)
            {
                link.Append('&').Append(Uri.EscapeDataString(name)).Append('=').Append(Uri.EscapeDataString(value ?? ""));
            }
        }

        return link.ToString();
    }
}

/// <summary>A place in the list: the bots after an id, or those before it. Opaque to callers.</summary>
internal sealed record BotListCursor(BotId? Id, bool IsBackward)
{
    public static readonly BotListCursor Start = new(null, IsBackward: false);

    public static BotListCursor? Parse(string text)
    {
        Span<byte> bytes = stackalloc byte[64];
        return Base64Url.IsValid(text, out var decodedLength) && decodedLength <= bytes.Length
            && Base64Url.TryDecodeFromChars(text, bytes, out var length)
            && Encoding.ASCII.GetString(bytes[..length]) is ['a' or 'b', '|', ..] decoded
            && BotId.TryParse(decoded[2..], out var id)
                ? new BotListCursor(id, decoded[0] == 'b')
                : null;
    }

    public override string ToString() => Base64Url.EncodeToString(Encoding.ASCII.GetBytes($"{(IsBackward ? 'b' : 'a')}|{Id}"));
}
