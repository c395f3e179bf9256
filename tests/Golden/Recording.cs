using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Usher.LocalHost;

namespace Usher.Tests.Golden;

/// <summary>
/// Requests that were sent to a real peer, and its answers, as scenarios of steps: a bot's life in <c>attendee.json</c>, and everything
/// else in <c>attendee-data.json</c>. A step either sends a request or moves the bot as the peer's own code did.
/// </summary>
internal static partial class Recording
{
    private static readonly Lazy<IReadOnlyDictionary<string, JsonArray>> Scenarios = new(() =>
        Read("attendee.json", "").Concat(Read("attendee-data.json", "data: ")).ToDictionary()
    );

    private static readonly JsonSerializerOptions Relaxed = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        TypeInfoResolver = System.Text.Json.Serialization.Metadata.JsonTypeInfoResolver.Combine(),
    };

    public static IEnumerable<string> Names => Scenarios.Value.Keys;

    public static IEnumerable<JsonObject> Steps(string scenario) => Scenarios.Value[scenario].Select(step => step!.AsObject());

    private static IEnumerable<KeyValuePair<string, JsonArray>> Read(string file, string prefix) =>
        JsonNode.Parse(File.ReadAllText(Path.Combine(Repository.Root, "tests", "Golden", file)))!["scenarios"]!
            .AsArray()
            .Select(scenario => KeyValuePair.Create(prefix + scenario!["name"]!.GetValue<string>(), scenario["steps"]!.AsArray()));

    /// <summary>The body of a step's request; null if none is sent.</summary>
    public static byte[]? Body(JsonObject step, Func<string, string> fill) =>
        step["raw_body_base64"] is { } base64 ? Convert.FromBase64String(base64.GetValue<string>())
        : step.ContainsKey("raw_body") ? (step["raw_body"] is { } raw ? Encoding.UTF8.GetBytes(fill(raw.GetValue<string>())) : null)
        : step.ContainsKey("body") ? Encoding.UTF8.GetBytes(fill(step["body"].ToText()))
        : null;

    /// <summary>The values from earlier steps that a step needs.</summary>
    public static IEnumerable<string> Used(JsonObject step)
    {
        var sent = new JsonObject(
            step.Where(member => member.Key is not ("response" or "result" or "save"))
                .Select(member => KeyValuePair.Create(member.Key, member.Value?.DeepClone()))
        );
        return Placeholder()
            .Matches(sent.ToJsonString())
            .Select(match => match.Groups[1].Value)
            .Where(name => !name.StartsWith("KEY_", StringComparison.Ordinal))
            .Distinct();
    }

    public static string Fill(string text, Func<string, string> value) =>
        AnyPlaceholder().Replace(text, match => value(match.Groups[1].Value));

    /// <summary>JSON as text, null included.</summary>
    public static string ToText(this JsonNode? node) => node?.ToJsonString(Relaxed) ?? "null";

    [GeneratedRegex(@"\{\{(\w+)\}\}")]
    private static partial Regex Placeholder();

    [GeneratedRegex(@"\{\{([^{}]+)\}\}")]
    private static partial Regex AnyPlaceholder();
}
