using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Usher.LocalHost.Functions;

/// <summary>The Functions host reads a handler's answer with Newtonsoft.Json's defaults, which take texts that look like dates for dates.</summary>
internal static class DateTrap
{
    /// <summary>The first text at any depth that would be taken for a date; null where there is none.</summary>
    public static string? Find(JsonNode? node) => node switch
    {
        JsonObject found => found.Select(property => Find(property.Value)).FirstOrDefault(date => date is not null),
        JsonArray items => items.Select(Find).FirstOrDefault(date => date is not null),
        JsonValue value when value.GetValueKind() == JsonValueKind.String && LooksLikeDate(value.GetValue<string>()) => value.GetValue<string>(),
        _ => null,
    };

    private static bool LooksLikeDate(string text) =>
        text is [_, _, _, _, '-', _, _, '-', _, _, 'T', ..] && DateTime.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind, out _);
}
