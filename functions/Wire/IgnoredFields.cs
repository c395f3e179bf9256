namespace Usher.Wire;

/// <summary>
/// The header <c>Usher-Ignored-Fields</c>: what a request names and nobody here knows. The peers ignore such names in silence, so a
/// filter that is misspelt finds everything and a change that is misspelt changes nothing; a caller that looks at the header is not taken
/// in.
/// </summary>
internal static class IgnoredFields
{
    public const string Header = "Usher-Ignored-Fields";

    /// <summary>A header has its bounds: of more names the first are told.</summary>
    private const int MaxNames = 20;
    private const int MaxNameLength = 64;

    /// <param name="answer">To a request that names fields in its body.</param>
    /// <param name="sent">The names.</param>
    /// <param name="known">Those that count.</param>
    public static HttpResult Tell(HttpResult answer, IEnumerable<string> sent, IReadOnlyCollection<string> known) =>
        Tell(answer, sent.Except(known, StringComparer.Ordinal));

    /// <param name="answer">To a request for a list.</param>
    /// <param name="request">Names its filters in the query string, where case does not count.</param>
    /// <param name="known">Those that count.</param>
    public static HttpResult Tell(HttpResult answer, HttpRequest request, params string[] known) =>
        Tell(answer, request.Query.Keys.Except(known, StringComparer.OrdinalIgnoreCase));

    private static HttpResult Tell(HttpResult answer, IEnumerable<string> ignored)
    {
        var names = string.Join(", ", ignored.Order(StringComparer.Ordinal).Take(MaxNames).Select(Written));
        return names.Length == 0 ? answer : answer with { Headers = [.. answer.Headers, (Header, names)] };
    }

    /// <summary>Percent-encoded where a character would not do in a header.</summary>
    private static string Written(string name)
    {
        var runes = string.Concat(name.EnumerateRunes().Take(MaxNameLength));
        return runes.Length == 0 ? "\"\"" : Uri.EscapeDataString(runes);
    }
}
