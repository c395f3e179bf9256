using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Usher.LocalHost.Durable;

/// <summary>
/// The Functions host reads what the handler answers with a JSON reader that takes every string in the form of an ISO date for a date, and writes it
/// in another form: fractions shortened, offsets turned into the machine's own. Imitated, so that it shows in development. Dates inside a string that
/// holds JSON text are safe.
/// </summary>
internal static partial class DateRewriting
{
    /// <summary>The value as the host would hand it on.</summary>
    public static JsonNode? Apply(JsonNode? node) => node switch
    {
        JsonObject members => new JsonObject(members.Select(member => KeyValuePair.Create(member.Key, Apply(member.Value)))),
        JsonArray items => new JsonArray([.. items.Select(Apply)]),
        JsonValue text when text.GetValueKind() == JsonValueKind.String => Rewrite(text.GetValue<string>()),
        null => null,
        _ => node.DeepClone(),
    };

    private static JsonValue Rewrite(string text) =>
        IsoDate.IsMatch(text) && DateTime.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind, out var date)
            ? JsonValue.Create(date.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK", CultureInfo.InvariantCulture))
            : JsonValue.Create(text);

    [GeneratedRegex(@"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,7})?(Z|[+-]\d\d:?\d\d)?$")]
    private static partial Regex IsoDate { get; }
}
