using System.Buffers;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Azure;
using Azure.Core;

namespace Usher.Storage.Tables;

/// <summary>The wire form of an entity group transaction: a multipart/mixed batch with one change set. Source: "Performing entity group transactions".</summary>
internal static class TableTransaction
{
    public static void Write(Request request, string endpoint, string table, IReadOnlyList<TableTransactionAction> actions)
    {
        var id = RandomNumberGenerator.GetHexString(32, lowercase: true);
        var buffer = new ArrayBufferWriter<byte>(4096);
        Text(buffer, $"--batch_{id}\r\nContent-Type: multipart/mixed; boundary=changeset_{id}\r\n\r\n");
        foreach (var action in actions)
        {
            var (method, url, ifMatch) = TableRules.Operation(endpoint, table, action);
            Text(buffer, $"--changeset_{id}\r\nContent-Type: application/http\r\nContent-Transfer-Encoding: binary\r\n\r\n");
            Text(buffer, $"{method} {url} HTTP/1.1\r\nAccept: application/json;odata=minimalmetadata\r\nContent-Type: application/json\r\n");
            Text(buffer, $"Prefer: return-no-content\r\nDataServiceVersion: 3.0\r\n{(ifMatch is null ? "" : $"If-Match: {ifMatch}\r\n")}\r\n");
            if (action.ActionType != TableTransactionActionType.Delete)
            {
                // One line: the emulator's parser does not take indented JSON here.
                buffer.Write(TableRules.Json(writer => TableEntityJson.Write(writer, action.Entity)).Span);
            }

            Text(buffer, "\r\n");
        }

        Text(buffer, $"--changeset_{id}--\r\n--batch_{id}--\r\n");
        request.Headers.Add(HttpHeader.Names.ContentType, $"multipart/mixed; boundary=batch_{id}");
        request.Content = RequestContent.Create(buffer.WrittenMemory);
    }

    /// <summary>
    /// The outer status is 202 even where the transaction failed: then its only part has the failing status, and its message begins
    /// with the position of the operation. Otherwise there is one part for each operation, in order.
    /// </summary>
    public static IReadOnlyList<ETag> ETags(Response response, DateTimeOffset now)
    {
        if (response.IsError)
        {
            var error = TableError.From(response);
            throw new TableTransactionFailedException(error.Status, error.ErrorCode, error.Message, null) { RetryAfter = RetryAfter.Of(response, now) };
        }

        var text = Encoding.UTF8.GetString(response.Content.ToMemory().Span);
        var etags = new List<ETag>();
        foreach (var line in text.Split('\n'))
        {
            var status = Status(line);
            if (status >= 400)
            {
                var start = text.IndexOf("{\"odata.error\"", StringComparison.Ordinal);
                var end = text.LastIndexOf('}');
                var body = start >= 0 && end > start ? text[start..(end + 1)] : "";
                var (code, message) = TableError.Read(status, Encoding.UTF8.GetBytes(body));
                throw new TableTransactionFailedException(status, code, message, Index(message));
            }

            if (status > 0)
            {
                etags.Add(default);
            }
            else if (etags.Count > 0 && line.StartsWith("ETag:", StringComparison.OrdinalIgnoreCase))
            {
                etags[^1] = new ETag(line["ETag:".Length..].Trim());
            }
        }

        return etags;
    }

    private static int Status(string line) =>
        line.StartsWith("HTTP/1.1 ", StringComparison.Ordinal) && int.TryParse(line.AsSpan(9, 3), CultureInfo.InvariantCulture, out var status) ? status : 0;

    private static int? Index(string message)
    {
        var colon = message.IndexOf(':', StringComparison.Ordinal);
        return colon > 0 && int.TryParse(message.AsSpan(0, colon), CultureInfo.InvariantCulture, out var index) ? index : null;
    }

    private static void Text(ArrayBufferWriter<byte> buffer, string text) => Encoding.UTF8.GetBytes(text, buffer);
}
