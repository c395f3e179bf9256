using System.Globalization;
using System.Net;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Usher.Tests.Golden;

/// <summary>
/// What our answers are compared with, and every intended difference from the peer: each has a name here, and there are no others.
/// </summary>
internal static partial class Differences
{
    /// <returns>Null if the answer is as recorded.</returns>
    public static string? Find(JsonObject step, int status, string text, IReadOnlyDictionary<string, string> headers)
    {
        var recorded = step["response"]!.AsObject();
        var (wantedStatus, wanted) = (recorded["status"]!.GetValue<int>(), recorded["body"]);
        var sent = step["body"].ToText() + step["raw_body"].ToText();
        var got = Parse(text);
        if (wantedStatus >= 500)
        {
            return status is >= 400 and < 500 && got is JsonObject or JsonArray
                ? null
                : $"{status} {text}, where the peer crashed and a 4xx with JSON is due";
        }

        if (
            IsHostThatThePeerRefuses(wantedStatus, wanted, status, sent)
            || IsMeetingThatThePeerRefuses(step, wantedStatus, wanted, status)
            || IsFormBody(step, status)
            || IsHiddenLengthCheck(wantedStatus, wanted, status, got)
        )
        {
            return null;
        }

        if (IsAnsweredByTheHost(step, status, text))
        {
            return null;
        }

        if (status != wantedStatus)
        {
            return $"status {status} in place of {wantedStatus}: {text}\n  recorded: {wanted.ToText()}";
        }

        if (
            step["method"]!.GetValue<string>() == "OPTIONS"
            || IsParseError(wanted, got)
            || (!recorded.ContainsKey("body") && recorded["text"]?.GetValue<string>() is { Length: > 0 })
        )
        {
            return null;
        }

        if (wanted is null or JsonValue && wanted?.ToString() is null or "")
        {
            return text.Length == 0 ? null : $"a body where none is recorded: {text}";
        }

        var (wantedNormal, gotNormal) = (Normal(wanted, null), ForgiveJoinAt(Normal(wanted, null), Normal(got, null)));
        if (
            sent.Contains("{{ts:", StringComparison.Ordinal)
            && wantedNormal is JsonObject wantedObject
            && gotNormal is JsonObject gotObject
        )
        {
            wantedObject.Remove("join_at");
            gotObject.Remove("join_at");
        }

        return JsonNode.DeepEquals(wantedNormal, gotNormal)
            ? Header("WWW-Authenticate") ?? Header("Retry-After")
            : $"body differs\n  answered: {gotNormal.ToText()}\n  recorded: {wantedNormal.ToText()}";

        string? Header(string name) =>
            recorded["headers"]?[name]?.GetValue<string>() is { } value && headers.GetValueOrDefault(name) != value
                ? $"header {name} is {headers.GetValueOrDefault(name)} in place of {value}"
                : null;
    }

    /// <summary>
    /// What the Functions host answers or changes before the app sees the request: a header with a non-ASCII byte is an empty 400, and a
    /// path with <c>..</c> is resolved, so that it asks for another path.
    /// </summary>
    public static bool IsAnsweredByTheHost(JsonObject step, int status, string text) =>
        (
            status == (int)HttpStatusCode.BadRequest
            && text.Length == 0
            && step["headers"]!.AsObject().Any(header => header.Value.ToText().Any(character => character > '~'))
        )
        || (
            status == (int)HttpStatusCode.NotFound
            && step["path"]!
                .GetValue<string>()
                .Replace("%2e", ".", StringComparison.OrdinalIgnoreCase)
                .EndsWith("/..", StringComparison.Ordinal)
        );

    /// <summary>A host in capitals, or with its default port, is accepted and normalized where the peer refuses or mangles it.</summary>
    private static bool IsHostThatThePeerRefuses(int wantedStatus, JsonNode? wanted, int status, string sent) =>
        status is 200 or 201
        && (
            (
                wantedStatus == 400
                && wanted.ToText().Contains("Invalid meeting URL", StringComparison.Ordinal)
                && HostInCapitals().IsMatch(sent)
            ) || sent.Contains(":443", StringComparison.Ordinal)
        );

    /// <summary>
    /// An address that names a meeting (in brackets or quotes, after words, behind a redirect, or with parameters in another order) is
    /// accepted.
    /// </summary>
    private static bool IsMeetingThatThePeerRefuses(JsonObject step, int wantedStatus, JsonNode? wanted, int status) =>
        status is 200 or 201
        && wantedStatus == 400
        && wanted.ToText().Contains("Invalid meeting URL", StringComparison.Ordinal)
        && (step["body"] as JsonObject)?["meeting_url"] is JsonValue url
        && NamesAMeeting().IsMatch(url.ToString());

    /// <summary>Form bodies are refused with 415: the documentation asks for JSON.</summary>
    private static bool IsFormBody(JsonObject step, int status) =>
        status == (int)HttpStatusCode.UnsupportedMediaType
        && step["headers"].ToText() is var sent
        && (sent.Contains("form-urlencoded", StringComparison.Ordinal) || sent.Contains("form-data", StringComparison.Ordinal));

    /// <summary>Where the peer hides a failed length check behind an error id, 400 names the field.</summary>
    private static bool IsHiddenLengthCheck(int wantedStatus, JsonNode? wanted, int status, JsonNode? got) =>
        wantedStatus == 400
        && status == 400
        && wanted.ToText().Contains("Error ID", StringComparison.Ordinal)
        && got is JsonObject errors
        && !errors.ContainsKey("error");

    /// <summary>JSON syntax errors are described in our own words.</summary>
    private static bool IsParseError(JsonNode? wanted, JsonNode? got) =>
        new[] { wanted, got }.All(body =>
            body is JsonObject
            && body["detail"] is JsonValue detail
            && detail.ToString().StartsWith("JSON parse error - ", StringComparison.Ordinal)
        );

    /// <summary>A bot created without join_at shows its creation time where the peer shows null.</summary>
    private static JsonNode? ForgiveJoinAt(JsonNode? wanted, JsonNode? got)
    {
        switch (wanted, got)
        {
            case (JsonObject one, JsonObject other):
                var result = new JsonObject(
                    other.Select(member => KeyValuePair.Create(member.Key, ForgiveJoinAt(one[member.Key], member.Value)?.DeepClone()))
                );
                if (
                    one.TryGetPropertyValue("join_at", out var joinAt)
                    && joinAt is null
                    && one["state"]?.ToString() != "scheduled"
                    && other["join_at"] is JsonValue
                )
                {
                    result["join_at"] = null;
                }

                return result;
            case (JsonArray one, JsonArray other) when one.Count == other.Count:
                return new JsonArray([.. one.Zip(other, (a, b) => ForgiveJoinAt(a, b)?.DeepClone())]);
            default:
                return got;
        }
    }

    /// <summary>
    /// Ids, event times, error ids, cursors and addresses differ; join_at is compared as a moment; an event may state that it has no sub
    /// type; <c>bot_created</c> may precede the peer's first event.
    /// </summary>
    private static JsonNode? Normal(JsonNode? value, string? name)
    {
        switch (value)
        {
            case JsonObject members:
                var result = new JsonObject();
                foreach (var (key, member) in members)
                {
                    result[key] = key == "events" && member is JsonArray events ? Events(events) : Normal(member, key);
                }

                return result;
            case JsonArray items:
                return new JsonArray([.. items.Select(item => Normal(item, name))]);
            case JsonValue text when text.TryGetValue<string>(out var plain):
                return Normal(plain, name);
            default:
                return value?.DeepClone();
        }
    }

    private static string Normal(string text, string? name) =>
        name == "join_at" && Time().IsMatch(text)
            ? DateTimeOffset.Parse(text, CultureInfo.InvariantCulture).ToUniversalTime().ToString("O", CultureInfo.InvariantCulture)
        : name == "created_at" && Time().IsMatch(text) ? "<time>"
        : Uuid()
            .Replace(
                BotId()
                    .Replace(
                        name is "next" or "previous" ? Cursor().Replace(Base().Replace(text, "<base>"), "cursor=<cursor>") : text,
                        "<bot>"
                    ),
                "<uuid>"
            );

    private static JsonArray Events(JsonArray events) =>
        new([
            .. events
                .Select((entry, index) => (Entry: entry!.AsObject(), index))
                .Where(pair => pair.index > 0 || pair.Entry["type"]?.ToString() != "bot_created")
                .Select(pair => new JsonObject(
                    pair.Entry.Where(member => member.Key != "sub_type" || member.Value is not null)
                        .Select(member => KeyValuePair.Create(member.Key, Normal(member.Value, member.Key)))
                )),
        ]);

    private static JsonNode? Parse(string text)
    {
        try
        {
            return text.Length == 0 ? null : JsonNode.Parse(text);
        }
        catch (System.Text.Json.JsonException)
        {
            return text;
        }
    }

    [GeneratedRegex(@"HTTPS?://|://[A-Za-z.]*[A-Z][A-Za-z.]*\.(us|com|COM|US)")]
    private static partial Regex HostInCapitals();

    [GeneratedRegex("""^[<"]https|^Join: |google\.com/url\?q=|/meet/\d+\?[^p]\S*&p=|context=\{"Oid["]""")]
    private static partial Regex NamesAMeeting();

    [GeneratedRegex(@"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$")]
    private static partial Regex Time();

    [GeneratedRegex("(bot|par)_[A-Za-z0-9]{16}")]
    private static partial Regex BotId();

    [GeneratedRegex("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")]
    private static partial Regex Uuid();

    [GeneratedRegex("^https?://[^/]+")]
    private static partial Regex Base();

    [GeneratedRegex("cursor=[^&]+")]
    private static partial Regex Cursor();
}
