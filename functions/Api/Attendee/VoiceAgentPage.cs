using System.Text.Json;
using System.Text.Json.Nodes;
using Usher.Api.Validation;
using Usher.Bots;
using Usher.Wire;

namespace Usher.Api.Attendee;

/// <summary>
/// The page that speaks for a bot: as its camera (<c>url</c>) or its screen share (<c>screenshare_url</c>). An empty URL removes the page.
/// </summary>
internal static class VoiceAgentPage
{
    public const int MaxLength = 2048;

    /// <summary>In the order in which errors list them.</summary>
    public static readonly IReadOnlyList<string> Fields = ["screenshare_url", "url"];

    /// <returns>The change to make; null if <c>Errors</c> has the reason.</returns>
    public static (JsonObject? Page, FieldErrors Errors) Read(JsonElement root, RunnerFeatures features)
    {
        var fields = new BodyFields(root);
        var (url, screen) = (fields.Read("url", Url), fields.Read("screenshare_url", Url));
        if (fields.Errors.IsEmpty && fields.Names.Except(Fields).Order(StringComparer.Ordinal).ToList() is { Count: > 0 } unknown)
        {
            fields.Errors.Add(
                FieldErrors.NonField,
                new JsonArray(
                    $"Unexpected field(s): {FieldErrors.Quote(string.Join(", ", unknown))}. "
                        + $"Allowed fields are: {string.Join(", ", Fields)}"
                )
            );
        }

        if (fields.Errors.IsEmpty && !string.IsNullOrEmpty(url) && !string.IsNullOrEmpty(screen))
        {
            fields.Errors.Add(FieldErrors.NonField, new JsonArray("Cannot provide both url and screenshare_url. Please specify only one."));
        }

        foreach (var (name, page) in (ReadOnlySpan<(string, string?)>)[("url", url), ("screenshare_url", screen)])
        {
            if (fields.Errors.IsEmpty && !string.IsNullOrEmpty(page) && !features.AllowsVoiceAgent(page))
            {
                fields.Errors.Add(name, new JsonArray(SettingsRules.PageNotAllowed));
            }
        }

        var changes = new JsonObject();
        foreach (var (name, page) in (ReadOnlySpan<(string, string?)>)[("url", url), ("screenshare_url", screen)])
        {
            if (page is not null)
            {
                changes[name] = page;
            }
        }

        return (fields.Errors.IsEmpty ? changes : null, fields.Errors);
    }

    private static Checked<string> Url(JsonElement value)
    {
        if (value.ValueKind == JsonValueKind.String && string.IsNullOrWhiteSpace(SafeText.Of(value)))
        {
            return "";
        }

        var text = TextField.Check(value, MaxLength);
        return text.Messages is null && !text.Value!.StartsWith("https://", StringComparison.OrdinalIgnoreCase)
            ? Checked.Wrong<string>("URL must start with https://")
            : text;
    }
}
