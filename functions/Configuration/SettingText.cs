using System.Globalization;

namespace Usher.Configuration;

/// <summary>Parses the texts of settings; null if the text is not of that kind.</summary>
internal static class SettingText
{
    private const string True = "true";
    private const string False = "false";

    /// <summary>Only <c>[d.]hh:mm:ss</c>: .NET would take 5 for five days and 24:00:00 for 24 of them.</summary>
    public static TimeSpan? Time(string text) =>
        text.Count(character => character == ':') == 2 && TimeSpan.TryParseExact(text, "c", CultureInfo.InvariantCulture, out var time)
            ? time
            : null;

    public static int? Number(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    public static bool? Switch(string text) =>
        True.Equals(text, StringComparison.OrdinalIgnoreCase) ? true
        : False.Equals(text, StringComparison.OrdinalIgnoreCase) ? false
        : null;

    public static string? Url(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var url) && (url.Scheme == Uri.UriSchemeHttps || url.Scheme == Uri.UriSchemeHttp)
            ? text
            : null;

    public static IReadOnlyList<string> List(string text) =>
        text.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    /// <summary>One or more keys in base64, separated by semicolons, the one in use first.</summary>
    public static IReadOnlyList<byte[]>? Keys(string text, Predicate<byte[]> isLongEnough)
    {
        var texts = text.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        var keys = texts.Select(Base64).OfType<byte[]>().Where(key => isLongEnough(key)).ToList();
        return keys.Count > 0 && keys.Count == texts.Length ? keys : null;
    }

    public static byte[]? Base64(string text)
    {
        var bytes = new byte[text.Length];
        return Convert.TryFromBase64String(text, bytes, out var length) ? bytes[..length] : null;
    }

    /// <summary>
    /// <c>Name=value;Name=value</c>: if a name occurs more than once, the last value counts; anything that is not a pair is ignored.
    /// </summary>
    public static Dictionary<string, string> Pairs(string text)
    {
        var pairs = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var part in text.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            if (part.Split('=', 2) is [var name, var value])
            {
                pairs[name] = value;
            }
        }

        return pairs;
    }
}
