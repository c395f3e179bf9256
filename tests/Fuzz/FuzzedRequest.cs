using System.Text;

namespace Usher.Tests.Fuzz;

/// <summary>A mutated copy of a valid request: its path, method, headers, coding, chunks and body are each changed at random.</summary>
/// <param name="Path">With <c>{bot}</c> in place of an id.</param>
/// <param name="Surface">The first word of the original path: determines whose key is sent.</param>
/// <param name="ContentType">Null for none.</param>
/// <param name="Coding">Content-Encoding; null for none.</param>
/// <param name="Piece">The size of each chunk in bytes; 0 to send it whole, with its length.</param>
internal sealed record FuzzedRequest(
    string Method,
    string Path,
    string Surface,
    string? ContentType,
    string? Coding,
    byte[] Body,
    int Piece
)
{
    private const int MaxMutations = 4;

    private static readonly (Endpoint Endpoint, string Body)[] Recorded = [.. RecordedBodies.All];

    private static readonly string[] Methods = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "INVENTED", "post"];

    private static readonly string[] OtherPaths =
    [
        "/api/v1/bots",
        "/api/v1/bots/{bot}",
        "/api/v1/bots/{bot}/leave",
        "/api/v1/bots/{bot}/events",
        "/api/v1/bots/{bot}/deadline",
        "/api/v1/events",
        "/api/v1/calendars",
        "/api/v1/webhook_deliveries",
        "/runner/v1/bots/{bot}/heartbeat",
        "/runner/v1/bots/{bot}/claim",
        "/runner/v1/bots/{bot}/image",
        "/manage/v1/projects",
        "/health",
        "/live",
        "/",
    ];

    private static readonly string[] ContentTypes =
    [
        "application/json",
        "Application/JSON",
        "text/plain",
        "garbage",
        "",
        ";",
        "application/json;",
        "application/json; charset",
        "application/json; charset=",
        "application/json;charset=\"utf-8",
        "application/x-www-form-urlencoded",
        "multipart/form-data; boundary=x",
        "application/vnd.api+json",
        "application/json, text/plain",
    ];

    private static readonly string[] Charsets =
    [
        "utf-8",
        "UTF8",
        "latin-1",
        "iso-8859-15",
        "utf-16",
        "utf-16le",
        "utf_32_be",
        "utf-7",
        "windows-1252",
        "cp037",
        "shift_jis",
        "euc-kr",
        "gb18030",
        "0",
        "99999",
        "1",
        "65000",
        "nonsense",
        "x'y",
        "idna",
        "8859",
        "iso-8859-99",
        "\"\"",
        "utf-8-sig",
        "cp0",
        "big5",
        "unicode",
        "hebrew",
    ];

    private static readonly string[] Codings =
    [
        "gzip",
        "br",
        "identity",
        "",
        "gzip, identity",
        ",",
        "x y",
        "deflate",
        "IDENTITY",
        "aws-chunked",
    ];

    private static readonly string[] Words =
    [
        "api",
        "API",
        "v1",
        "V1",
        "v2",
        "bots",
        "Bots",
        "bot_x",
        "{bot}",
        "leave",
        "events",
        "calendar",
        "scheduled",
        "runner",
        "manage",
        "projects",
        "keys",
        "webhooks",
        "caf%C3%A9",
        "%F0%9F%98%80",
        "%20",
        "%2F",
        "%25",
        "%0A",
        "%3F",
        "a;b=1",
        "~",
        "-",
        ".well-known",
        "'",
        "a:b",
        "a@b",
        "%zz",
        "(x)",
        "%ED%A0%80",
        "%FF",
    ];

    private static readonly string[] Queries =
    [
        "?",
        "?states=ended",
        "?states=%ff",
        "?cursor=x",
        "?cursor=%00",
        "?limit=-1",
        "?limit=99999999999",
        "?after=x",
        "?at=%D9%A2%D9%A0%D9%A2%D9%A8-%D9%A0%D9%A6-%D9%A1%D9%A3",
        "?at=x",
        "?join_at_after=2028-01-01&join_at_before=%E2%82%AC",
        "?meeting_url=%ED%A0%80",
        "?deduplication_key=x",
        "?a=b&a=c",
        "?%",
        "?format=html",
    ];

    /// <param name="random">The same seed yields the same requests.</param>
    public static FuzzedRequest Next(Random random)
    {
        var recorded = Of(random, Recorded);
        var (method, path) = recorded.Endpoint switch
        {
            Endpoint.Create => ("POST", "/api/v1/bots"),
            Endpoint.Update => ("PATCH", "/api/v1/bots/{bot}"),
            Endpoint.UpdateScheduled => ("PATCH", "/calendar/scheduled/{bot}"),
            _ => ("POST", "/runner/v1/bots/{bot}/events"),
        };
        path = Sometimes(random, 5) ? Of(random, OtherPaths) : path;
        var body = Encoding.UTF8.GetBytes(recorded.Body);
        for (var count = random.Next(MaxMutations + 1); count > 0; count--)
        {
            var kind = (MutationKind)random.Next(Enum.GetValues<MutationKind>().Length);
            body = new Mutation(kind, random.Next(10_000), random.Next(10_000), random.Next(10_000)).Apply(body);
        }

        var contentType = Sometimes(random, 4) ? Of(random, ContentTypes) : "application/json";
        return new FuzzedRequest(
            Sometimes(random, 6) ? Of(random, Methods) : method,
            (Sometimes(random, 3) ? Changed(random, path) : path) + (Sometimes(random, 5) ? Of(random, Queries) : ""),
            path.Split('/')[1],
            Sometimes(random, 4) ? $"{contentType}; charset={Of(random, Charsets)}"
                : Sometimes(random, 20) ? null
                : contentType,
            Sometimes(random, 8) ? Of(random, Codings) : null,
            Sometimes(random, 10) ? Recoded(random, body) : body,
            Sometimes(random, 3) ? 1 + random.Next(200) : 0
        );
    }

    public HttpRequestMessage ToMessage(Uri host, string bot)
    {
        var url = new Uri(
            $"{host.GetLeftPart(UriPartial.Authority)}{Path.Replace("{bot}", bot, StringComparison.Ordinal)}",
            new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true }
        );
        var message = new HttpRequestMessage(new HttpMethod(Method), url);
        if (Method is "HEAD" or "TRACE")
        {
            return message;
        }

        message.Content = Piece == 0 ? new ByteArrayContent(Body) : new PiecesContent(Body, Piece);
        if (ContentType is not null)
        {
            message.Content.Headers.TryAddWithoutValidation("Content-Type", ContentType);
        }

        if (Coding is not null)
        {
            message.Content.Headers.TryAddWithoutValidation("Content-Encoding", Coding);
        }

        return message;
    }

    public override string ToString() => $"{Method} {Path} ({ContentType}, {Coding}, {Piece}) {Convert.ToBase64String(Body)}";

    private static string Changed(Random random, string path)
    {
        var words = path.Split('/').Skip(1).ToList();
        for (var count = 1 + random.Next(2); count > 0; count--)
        {
            var at = random.Next(words.Count);
            switch (random.Next(5))
            {
                case 0:
                    words[at] = Of(random, Words);
                    break;
                case 1:
                    words.Insert(at, Of(random, Words));
                    break;
                case 2 when words.Count > 1:
                    words.RemoveAt(at);
                    break;
                case 3 when !words[at].StartsWith('{'):
                    words[at] = words[at].ToUpperInvariant();
                    break;
                default:
                    words.Add("");
                    break;
            }
        }

        // Two slashes in a row are answered by the host.
        return $"/{string.Join('/', words.Where((word, index) => word.Length > 0 || index == words.Count - 1))}";
    }

    private static byte[] Recoded(Random random, byte[] body) =>
        random.Next(4) switch
        {
            0 => Encoding.Unicode.GetBytes(Encoding.UTF8.GetString(body)),
            1 => [.. Encoding.BigEndianUnicode.Preamble, .. Encoding.BigEndianUnicode.GetBytes(Encoding.UTF8.GetString(body))],
            2 => Encoding.Latin1.GetBytes(Encoding.UTF8.GetString(body)),
            _ => [],
        };

    private static bool Sometimes(Random random, int oneIn) => random.Next(oneIn) == 0;

    private static T Of<T>(Random random, T[] choices) => choices[random.Next(choices.Length)];
}
