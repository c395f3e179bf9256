using System.Text.Json;

namespace Usher.Hosting.Durable;

/// <summary>
/// How an activity's values travel. Its result goes as one JSON string that holds JSON text, because the host rewrites what looks like a date in
/// anything else; so the orchestration decodes twice.
/// </summary>
internal static class ActivityJson
{
    /// <returns>JSON text; null both for an absent input and for an explicit null.</returns>
    public static string? ReadInput(string text) => text is "null" ? null : text;

    /// <returns>The JSON text itself: the answer to the host is what makes a JSON string of it.</returns>
    /// <exception cref="JsonException">The activity's result is not JSON.</exception>
    public static string? WriteResult(string? json)
    {
        if (json is not null)
        {
            JsonElement.Parse(json);
        }

        return json;
    }

    /// <param name="result">The result of a taskCompleted: JSON text, or null.</param>
    /// <returns>
    /// JSON text; null for no result and for null. A result that is no string with JSON text in it (an activity that was written elsewhere) is returned as it is.
    /// </returns>
    public static string? ReadResult(string? result)
    {
        if (result is not null && JsonText.TryParse(result) is { ValueKind: JsonValueKind.String } transport
            && transport.GetString() is { } content && JsonText.TryParse(content) is not null)
        {
            result = content;
        }

        return result is "null" ? null : result;
    }
}
