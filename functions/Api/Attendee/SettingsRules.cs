using System.Text.Json;
using System.Text.Json.Nodes;
using Usher.Api.Validation;
using Usher.Bots;
using Usher.Webhooks;

namespace Usher.Api.Attendee;

/// <summary>Rules that the schemas cannot express: they depend on the meeting, on other values, or on the runner's features.</summary>
internal static class SettingsRules
{
    public const string PageNotAllowed =
        "URL is not allowed for voice agent. Please set the VOICE_AGENT_URL_PREFIX_ALLOWLIST environment variable to the comma-separated "
        + "list of allowed "
        + "URL prefixes.";

    private const string Captions = "meeting_closed_captions";
    private static readonly JsonText UsualCaptions = new("{\"meeting_closed_captions\":{}}");
    private static readonly JsonText UsualDeepgram = new("{\"deepgram\":{\"language\":\"multi\"}}");

    /// <summary>Where webhooks to this machine may use plain HTTP, validates such URLs as HTTPS.</summary>
    public static JsonElement WithTls(JsonElement webhooks, SettingsContext context)
    {
        if (!context.Features.HasLoopbackWebhooks || webhooks.ValueKind != JsonValueKind.Array)
        {
            return webhooks;
        }

        var node = JsonTree.Node(webhooks)!.AsArray();
        foreach (var webhook in node.OfType<JsonObject>())
        {
            if (Text(webhook["url"]) is var url && url.StartsWith("http://", StringComparison.Ordinal) && WebhookAddress.IsLoopback(url))
            {
                webhook["url"] = url.Insert("http".Length, "s");
            }
        }

        return JsonElement.Parse(node.ToJsonString(BotJson.Relaxed.Options));
    }

    public static JsonNode? AdditionalStorage(JsonObject settings, SettingsContext context) =>
        IsTrue(settings["reserve_additional_storage"]) && !context.Features.IsOnKubernetes
            ? new JsonObject { ["reserve_additional_storage"] = "Not supported unless using Kubernetes" }
            : null;

    public static void RoboticWithLogin(JsonObject settings)
    {
        if (IsTrue(settings["use_login"]) && !settings.ContainsKey("ui_interaction_mode"))
        {
            settings["ui_interaction_mode"] = "robotic";
        }
    }

    public static JsonNode? PodSpec(JsonObject settings, SettingsContext context)
    {
        var (type, allowed) = (settings["bot_pod_spec_type"]!.GetValue<string>(), context.Features.BotPodSpecTypes);
        return allowed.Count == 0 ? new JsonArray("Custom bot pod spec types are not allowed.")
            : allowed.Contains(type) ? null
            : new JsonArray($"Invalid bot pod spec type: {type}. Allowed types are: {string.Join(", ", allowed)}");
    }

    public static JsonNode? SomeVideo(JsonObject settings, SettingsContext context) =>
        settings["per_participant_video"] is JsonObject video
        && Text(video["url"]).Length > 0
        && Text(video["webcam_resolution"]) == "none"
        && Text(video["screenshare_resolution"]) == "none"
            ? new JsonObject
            {
                ["per_participant_video"] = "At least one of webcam_resolution or screenshare_resolution must be set to a non-none value.",
            }
            : null;

    public static void AnyLanguage(JsonObject settings)
    {
        if (settings["deepgram"] is JsonObject deepgram && !deepgram.ContainsKey("language"))
        {
            deepgram["language"] = "multi";
        }
    }

    public static JsonText? UsualTranscription(SettingsContext context) =>
        context.Meeting is null ? null
        : context.IsZoomNative ? UsualDeepgram
        : UsualCaptions;

    public static JsonNode? Transcription(JsonObject settings, SettingsContext context)
    {
        // Captions are the transcription provider only if no other one is named.
        var sentence =
            context.IsZoomNative && settings.ContainsKey(Captions) && settings.Count == 1
                ? "Closed caption based transcription is not supported for Zoom when using the native SDK. Please set "
                    + "'zoom_settings.sdk' to 'web' in the bot creation request."
            : settings["deepgram"] is JsonObject deepgram && Text(deepgram["callback"]).Length > 0 && IsTrue(deepgram["detect_language"])
                ? "Language detection is not supported for streaming transcription. Please pass language='multi' instead of "
                    + "detect_language=true."
            : (settings.ContainsKey("custom_async") || settings.ContainsKey("custom_async_v2")) && !context.Features.HasCustomTranscription
                ? "CUSTOM_ASYNC_TRANSCRIPTION_URL environment variable is not set. Please set the CUSTOM_ASYNC_TRANSCRIPTION_URL "
                    + "environment variable to the URL of your "
                    + "custom async transcription service."
            : null;
        return sentence is null ? null : new JsonObject { ["transcription_settings"] = sentence };
    }

    public static string? NoVoiceAgents(SettingsContext context) =>
        context.Features.HasVoiceAgents
            ? null
            : "Voice agents are not enabled. Please set the ENABLE_VOICE_AGENTS environment variable to true to use voice agents.";

    public static void ReserveForPage(JsonObject settings)
    {
        if (Text(settings["url"]).Length > 0 || Text(settings["screenshare_url"]).Length > 0)
        {
            settings["reserve_resources"] = true;
        }
    }

    public static JsonNode? VoiceAgent(JsonObject settings, SettingsContext context)
    {
        var (url, screen) = (Text(settings["url"]), Text(settings["screenshare_url"]));
        if (url.Length > 0 && screen.Length > 0)
        {
            return new JsonObject { ["url"] = "You cannot provide both url and screenshare_url." };
        }

        foreach (var (name, value) in (ReadOnlySpan<(string, string)>)[("url", url), ("screenshare_url", screen)])
        {
            if (value.Length > 0 && !value.StartsWith("https://", StringComparison.OrdinalIgnoreCase))
            {
                return new JsonObject { [name] = "URL must start with https://" };
            }
        }

        var page = url.Length > 0 ? url : screen;
        return page.Length > 0 && !context.Features.AllowsVoiceAgent(page) ? new JsonObject { ["url"] = PageNotAllowed }
            : IsTrue(settings["reserve_resources"]) && context.IsZoomNative
                ? new JsonArray(
                    "Voice agent is not supported for Zoom when using the native SDK. Please set 'zoom_settings.sdk' to 'web' in the bot "
                        + "creation request."
                )
            : null;
    }

    private static bool IsTrue(JsonNode? value) => value is JsonValue json && json.TryGetValue<bool>(out var flag) && flag;

    private static string Text(JsonNode? value) => value is JsonValue json && json.TryGetValue<string>(out var text) ? text : "";
}
