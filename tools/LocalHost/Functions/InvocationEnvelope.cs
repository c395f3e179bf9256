using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Usher.LocalHost.Functions;

/// <summary>
/// The body of an invocation in JSON mode, as the Functions host writes it: <c>{"Data":{…},"Metadata":{…}}</c>. Its trap is that everything but objects,
/// bytes and dates is encoded twice: a text arrives as a JSON string that holds a JSON string. Source: ScriptInvocationContextExtensions of the host.
/// </summary>
internal static partial class InvocationEnvelope
{
    private static readonly JsonSerializerOptions Relaxed = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static string Write(
        FunctionDefinition function,
        IReadOnlyDictionary<string, object?> data,
        IReadOnlyDictionary<string, object?> metadata,
        DateTimeOffset now,
        Guid randomId)
    {
        // Binding data is found in any casing, so a message's own property hides the host's entry of that name, "sys" included.
        var bindingData = new Dictionary<string, object?>(metadata, StringComparer.OrdinalIgnoreCase)
        {
            ["sys"] = new JsonObject
            {
                ["MethodName"] = function.Name,
                ["UtcNow"] = now.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss.FFFFFFFK", CultureInfo.InvariantCulture),
                ["RandGuid"] = randomId.ToString("D"),
            },
        };
        if (data.GetValueOrDefault(function.Trigger.Name) is string text)
        {
            AddProperties(bindingData, text);
        }

        var envelope = new JsonObject
        {
            ["Data"] = new JsonObject(data.Select(value => KeyValuePair.Create(value.Key, Encode(value.Value)))),
            ["Metadata"] = new JsonObject(bindingData
                .Where(value => value.Value is not null && !value.Key.EndsWith("trigger", StringComparison.OrdinalIgnoreCase))
                .Select(value => KeyValuePair.Create(value.Key, Encode(value.Value)))),
        };
        return envelope.ToJsonString(Relaxed);
    }

    /// <summary>Fractions of a second get lost in dates, as they do on the host.</summary>
    public static JsonNode? Encode(object? value) => value switch
    {
        byte[] bytes => Convert.ToBase64String(bytes),
        DateTimeOffset time => time.ToString("yyyy-MM-ddTHH:mm:sszzz", CultureInfo.InvariantCulture),
        JsonObject found => found.DeepClone(),
        null => "null",
        JsonNode node => node.ToJsonString(Relaxed),
        string text => JsonValue.Create(text).ToJsonString(Relaxed),
        bool flag => flag ? "true" : "false",
        int or long => ((IFormattable)value).ToString(null, CultureInfo.InvariantCulture),
        _ => throw new ArgumentException($"The host never binds a {value.GetType().Name}.", nameof(value)),
    };

    // The text of a JSON object: each of its properties that is not an array replaces the metadata entry of that name.
    private static void AddProperties(Dictionary<string, object?> bindingData, string text)
    {
        if (ParseObject(text) is not { } found)
        {
            return;
        }

        foreach (var (name, value) in found)
        {
            if (value is not (null or JsonArray))
            {
                bindingData[name] = value is JsonObject ? value : DotNetText(value.AsValue());
            }
        }
    }

    private static JsonObject? ParseObject(string text)
    {
        try
        {
            return JsonNode.Parse(text) as JsonObject;
        }
        catch (Exception exception) when (exception is JsonException or ArgumentException)
        {
            // Not JSON, or a key twice in one object.
            return null;
        }
    }

    // What Newtonsoft.Json's value says to ToString(): True, 7, 1.5, and dates in the invariant culture.
    private static string DotNetText(JsonValue value) => value.GetValueKind() switch
    {
        JsonValueKind.True => bool.TrueString,
        JsonValueKind.False => bool.FalseString,
        JsonValueKind.Number => value.ToJsonString(),
        _ when value.GetValue<string>() is var text && IsoDate.IsMatch(text) && DateTime.TryParse(
            text, CultureInfo.InvariantCulture, DateTimeStyles.AdjustToUniversal, out var date) => date.ToString(CultureInfo.InvariantCulture),
        _ => value.GetValue<string>(),
    };

    [GeneratedRegex(@"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)?$")]
    private static partial Regex IsoDate { get; }
}
