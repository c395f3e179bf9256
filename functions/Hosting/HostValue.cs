using System.Globalization;
using System.Text.Json;

namespace Usher.Hosting;

/// <summary>
/// Undoes the host's encoding of a value in an invocation: an object is itself; everything else comes as a string that holds JSON text, so the text
/// <c>hello</c> is <c>"\"hello\""</c> and the number 1 is <c>"1"</c>. Dates and bytes come as plain strings.
/// Source: ScriptInvocationContextExtensions of the Functions host.
/// </summary>
internal static class HostValue
{
    /// <summary>The value itself. A string whose content is not JSON (a date, base64) is that string; anything but a string is taken as it is.</summary>
    public static JsonElement Decode(JsonElement token)
    {
        if (token.ValueKind != JsonValueKind.String)
        {
            return token;
        }

        return JsonText.TryParse(token.GetString()!) ?? token;
    }

    /// <summary>
    /// The text of a text payload: a queue message, a durable value. The documented form, encoded once only, is accepted too:
    /// content that is not a JSON string is itself the text.
    /// </summary>
    public static string DecodeText(JsonElement token)
    {
        if (token.ValueKind != JsonValueKind.String)
        {
            return token.GetRawText();
        }

        var content = token.GetString()!;
        return JsonText.TryParse(content) is { ValueKind: JsonValueKind.String } text ? text.GetString()! : content;
    }

    /// <summary>Null where the value is neither a number nor the text of one.</summary>
    public static int? DecodeInt32(JsonElement token)
    {
        var text = DecodeText(token);
        return int.TryParse(text, NumberStyles.Integer, CultureInfo.InvariantCulture, out var number) ? number : null;
    }

    /// <summary>Null where the value is not a date. The host drops fractions of seconds.</summary>
    public static DateTimeOffset? DecodeDate(JsonElement token)
    {
        var text = DecodeText(token);
        return DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var date) ? date : null;
    }
}
