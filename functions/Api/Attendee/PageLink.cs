using Usher.Runner;

namespace Usher.Api.Attendee;

/// <summary>
/// The absolute URL of another page: the URL of this request with a different cursor. The other parameters are kept, sorted by name.
/// </summary>
internal static class PageLink
{
    public static string To(PublicUrl publicUrl, HttpRequest request, string cursor)
    {
        var parameters = request
            .Query.Where(parameter => parameter.Key != "cursor")
            .SelectMany(parameter => parameter.Value, (parameter, value) => (Name: parameter.Key, Value: value ?? ""))
            .Append((Name: "cursor", Value: cursor))
            .OrderBy(parameter => parameter.Name, StringComparer.Ordinal);
        var query = string.Join('&', parameters.Select(parameter => $"{Escape(parameter.Name)}={Escape(parameter.Value)}"));
        return $"{publicUrl.Value}{request.Path.ToUriComponent()}?{query}";
    }

    private static string Escape(string text) => Uri.EscapeDataString(text).Replace("%20", "+", StringComparison.Ordinal);
}
