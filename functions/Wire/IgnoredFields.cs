namespace Usher.Wire;

/// <summary>
/// The header <c>Usher-Ignored-Fields</c>: names in a request that are unknown here. Attendee and MeetStream ignore such names silently, so
/// a misspelled filter matches everything and a misspelled change does nothing. Clients that check the header notice.
/// </summary>
internal static class IgnoredFields
{
    public const string Header = "Usher-Ignored-Fields";

    /// <summary>Headers are limited in size, so only the first names are listed.</summary>
    private const int MaxNames = 20;
    private const int MaxNameLength = 64;

    /// <param name="answer">The response to a request with fields in its body.</param>
    /// <param name="sent">The names in the request.</param>
    /// <param name="known">The names that have an effect.</param>
    public static HttpResult Tell(HttpResult answer, IEnumerable<string> sent, IReadOnlyCollection<string> known) =>
        Tell(answer, sent.Except(known, StringComparer.Ordinal));

    /// <param name="answer">The response to a list request.</param>
    /// <param name="request">Its query string contains the filters, whose names are case-insensitive.</param>
    /// <param name="known">The names that have an effect.</param>
    public static HttpResult Tell(HttpResult answer, HttpRequest request, params string[] known) =>
        Tell(answer, request.Query.Keys.Except(known, StringComparer.OrdinalIgnoreCase));

    private static HttpResult Tell(HttpResult answer, IEnumerable<string> ignored)
    {
        var names = string.Join(", ", ignored.Order(StringComparer.Ordinal).Take(MaxNames).Select(Written));
        return names.Length == 0 ? answer : answer with { Headers = [.. answer.Headers, (Header, names)] };
    }

    /// <summary>Percent-encodes characters that are not valid in a header.</summary>
    private static string Written(string name)
    {
        var runes = string.Concat(name.EnumerateRunes().Take(MaxNameLength));
        return runes.Length == 0 ? "\"\"" : Uri.EscapeDataString(runes);
    }
}
