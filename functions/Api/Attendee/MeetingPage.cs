using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using Usher.Runner;
using Usher.Wire;

namespace Usher.Api.Attendee;

/// <summary>A page of 25 items of a meeting, with links to its neighbors, in Attendee's format.</summary>
internal static class MeetingPage
{
    private const int Size = 25;

    private static readonly JsonWriterOptions Relaxed = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <param name="read">Reads the items numbered from the first argument through the second, in order.</param>
    public static async Task<HttpResult> AnswerAsync(
        HttpRequest request,
        PublicUrl publicUrl,
        Func<int, int, IAsyncEnumerable<MeetingPageItem>> read,
        CancellationToken cancellationToken
    )
    {
        var text = request.Query["cursor"].LastOrDefault();
        if ((string.IsNullOrEmpty(text) ? SequenceCursor.Start : SequenceCursor.Parse(text)) is not { } cursor)
        {
            return AttendeeAnswer.InvalidCursor();
        }

        // One more than a page shows whether there is another page in the reading direction.
        var items = cursor.IsBackward
            ? await read(1, cursor.Boundary).TakeLast(Size + 1).ToListAsync(cancellationToken)
            : await read(cursor.Boundary + 1, int.MaxValue).Take(Size + 1).ToListAsync(cancellationToken);
        var page = cursor.IsBackward ? items.TakeLast(Size).ToList() : [.. items.Take(Size)];
        var hasMore = items.Count > Size;
        var (hasNext, hasPrevious) = cursor.IsBackward ? (true, hasMore) : (hasMore, cursor.Boundary > 0);
        var (first, last) = page.Count > 0 ? (page[0].Number - 1, page[^1].Number) : (cursor.Boundary, cursor.Boundary);
        return Json(writer =>
        {
            writer.WriteStartObject();
            writer.WriteString("next", hasNext ? Link(new SequenceCursor(last, IsBackward: false)) : null);
            writer.WriteString("previous", hasPrevious ? Link(new SequenceCursor(first, IsBackward: true)) : null);
            writer.WriteStartArray("results");
            page.ForEach(item => item.Write(writer));
            writer.WriteEndArray();
            writer.WriteEndObject();
        });

        string Link(SequenceCursor to) => PageLink.To(publicUrl, request, to.ToString());
    }

    /// <param name="items">All items, in order.</param>
    public static Task<HttpResult> AnswerAsync(
        HttpRequest request,
        PublicUrl publicUrl,
        IReadOnlyCollection<MeetingPageItem> items,
        CancellationToken cancellationToken
    ) =>
        AnswerAsync(
            request,
            publicUrl,
            (from, to) => items.Where(item => item.Number >= from && item.Number <= to).ToAsyncEnumerable(),
            cancellationToken
        );

    public static HttpResult Json(Action<Utf8JsonWriter> write)
    {
        var body = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(body, Relaxed))
        {
            write(writer);
        }

        return new HttpResult(200, body.WrittenMemory);
    }
}
