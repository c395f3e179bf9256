using System.Text.Json;
using Usher.Api.Validation;
using Usher.Bots;

namespace Usher.Api.Attendee;

/// <summary>
/// The settings groups of a create request, in the order in which they are validated. Their schemas are in <c>Settings/</c>.
/// </summary>
internal static class SettingsGroups
{
    public static readonly SettingsGroup Webhooks = new("webhooks", Load("webhooks")) { AsChecked = SettingsRules.WithTls };

    public static readonly SettingsGroup ExternalMediaStorage = new(
        "external_media_storage_settings",
        Load("external_media_storage_settings")
    );

    /// <summary>The only group that an update can replace.</summary>
    public static readonly SettingsGroup Recording = WithDefaults("recording_settings") with { Rule = SettingsRules.AdditionalStorage };

    public static readonly IReadOnlyList<SettingsGroup> All =
    [
        Webhooks,
        new("callback_settings", Load("callback_settings")),
        ExternalMediaStorage,
        new("voice_agent_settings", Load("voice_agent_settings"))
        {
            Refuse = SettingsRules.NoVoiceAgents,
            Complete = SettingsRules.ReserveForPage,
            Rule = SettingsRules.VoiceAgent,
        },
        new("transcription_settings", Load("transcription_settings"))
        {
            Complete = SettingsRules.AnyLanguage,
            Rule = SettingsRules.Transcription,
            WhenAbsent = SettingsRules.UsualTranscription,
        },
        new("websocket_settings", Load("websocket_settings")) { Rule = SettingsRules.SomeVideo },
        new("rtmp_settings", Load("rtmp_settings")),
        Recording,
        WithDefaults("google_meet_settings") with
        {
            Complete = SettingsRules.RoboticWithLogin,
        },
        WithDefaults("teams_settings"),
        WithDefaults("zoom_settings"),
        WithDefaults("debug_settings"),
        WithDefaults("automatic_leave_settings") with
        {
            Check = AutomaticLeaveField.Check,
            Complete = AutomaticLeaveField.Complete,
        },
        new("kubernetes_settings", Load("kubernetes_settings")) { Rule = SettingsRules.PodSpec },
    ];

    /// <summary>A group's schema document.</summary>
    public static JsonElement Document(string name)
    {
        using var stream = typeof(SettingsGroups).Assembly.GetManifestResourceStream($"{name}.json")!;
        using var document = JsonDocument.Parse(stream);
        return document.RootElement.Clone();
    }

    private static JsonSchema Load(string name) => JsonSchema.Parse(Document(name));

    private static SettingsGroup WithDefaults(string name)
    {
        var schema = Load(name);
        var defaults = new JsonText(SchemaDefaults.All(schema).ToJsonString());
        return new SettingsGroup(name, schema) { WhenAbsent = _ => defaults };
    }
}
