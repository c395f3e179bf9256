using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Usher.LocalHost.Configuration;

/// <summary>The app settings: what the handler finds in its environment, and what <c>%SETTING%</c> in host.json and function.json stands for.</summary>
internal sealed partial class AppSettings(IReadOnlyDictionary<string, string> values)
{
    private const string LocalSettingsSection = "Values";

    public IReadOnlyDictionary<string, string> Values => values;

    /// <summary>Null where the setting does not exist. A colon in the name stands for the environment's two underscores.</summary>
    public string? this[string name] => values.GetValueOrDefault(name) ?? values.GetValueOrDefault(name.Replace(":", "__", StringComparison.Ordinal));

    /// <summary>Replaces each <c>%SETTING%</c>; one that does not exist becomes <paramref name="missing"/> of its name.</summary>
    public string Expand(string text, Func<string, string> missing) =>
        Placeholder.Replace(text, match => this[match.Groups[1].Value] ?? missing(match.Groups[1].Value));

    /// <summary>As for bindings, which refuse a setting that does not exist.</summary>
    public string Expand(string text) =>
        Expand(text, name => throw new LocalHostException($"The setting %{name}% in function.json does not exist."));

    /// <summary><c>AzureWebJobs.{Function}.Disabled</c>, or with underscores where dots are not allowed.</summary>
    public bool IsDisabled(string function) =>
        IsTrue(this[$"AzureWebJobs.{function}.Disabled"]) || IsTrue(this[$"AzureWebJobs_{function}_Disabled"]);

    /// <summary><c>Values</c> of local.settings.json, as <c>func start</c> reads it; empty where there is no such file.</summary>
    public static IReadOnlyDictionary<string, string> ReadLocalSettings(string path)
    {
        try
        {
            var options = new JsonDocumentOptions { AllowTrailingCommas = true, CommentHandling = JsonCommentHandling.Skip };
            return File.Exists(path) && JsonNode.Parse(File.ReadAllText(path), documentOptions: options)?[LocalSettingsSection] is JsonObject found
                ? found.ToDictionary(setting => setting.Key, setting => setting.Value?.ToString() ?? "")
                : new Dictionary<string, string>();
        }
        catch (JsonException exception)
        {
            throw new LocalHostException($"{path} is not JSON: {exception.Message}", exception);
        }
    }

    private static bool IsTrue(string? text) => text is "1" || string.Equals(text, "true", StringComparison.OrdinalIgnoreCase);

    [GeneratedRegex("%([^%]+)%")]
    private static partial Regex Placeholder { get; }
}
