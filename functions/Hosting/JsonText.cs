using System.Text.Json;

namespace Usher.Hosting;

/// <summary>JSON kept as text, which no other program's JSON reader can rewrite on the way.</summary>
internal static class JsonText
{
    /// <summary>Null where the text is not JSON.</summary>
    public static JsonElement? TryParse(string text)
    {
        try
        {
            return JsonElement.Parse(text);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
