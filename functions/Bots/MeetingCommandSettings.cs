using System.Text.Json.Nodes;

namespace Usher.Bots;

/// <summary>What a command for the meeting changes in the bot's settings, so that a runner that starts anew does the same.</summary>
internal static class MeetingCommandSettings
{
    private const string Transcription = "transcription_settings";
    private const string Captions = "meeting_closed_captions";
    private const string VoiceAgent = "voice_agent_settings";

    /// <summary>The two places of a voice agent's page, of which only one is in use.</summary>
    private static readonly string[] Pages = ["url", "screenshare_url"];

    /// <returns>The groups that change, as they are afterwards; null: none does.</returns>
    public static BotSettings? ChangedBy(this BotSettings settings, MeetingCommand command) =>
        command switch
        {
            { Type: MeetingCommandType.UpdateTranscriptionSettings, Payload: { } payload } => WithLanguage(settings, payload),
            { Type: MeetingCommandType.UpdateVoiceAgentSettings, Payload: { } payload } => WithPage(settings, payload),
            _ => null,
        };

    /// <summary>The language that was sent, and all else as it was.</summary>
    private static BotSettings WithLanguage(BotSettings settings, JsonText payload)
    {
        var group = Group(settings, Transcription);
        var captions = group[Captions]?.DeepClone() as JsonObject ?? [];
        foreach (var (name, language) in Parse(payload)[Transcription]?[Captions] as JsonObject ?? [])
        {
            captions[name] = language?.DeepClone();
        }

        group[Captions] = captions;
        return Only(Transcription, group);
    }

    /// <summary>An empty address takes the page away; another one stands in place of whatever page there was.</summary>
    private static BotSettings WithPage(BotSettings settings, JsonText payload)
    {
        var (group, sent) = (Group(settings, VoiceAgent), Parse(payload));
        foreach (var name in Pages.Where(sent.ContainsKey))
        {
            var url = sent[name]!.GetValue<string>();
            group.Remove(name);
            if (url.Length > 0)
            {
                group.Remove(Pages.Single(other => other != name));
                group[name] = url;
            }
        }

        return Only(VoiceAgent, group);
    }

    private static JsonObject Group(BotSettings settings, string name) => Parse(settings.Json)[name]?.DeepClone() as JsonObject ?? [];

    private static JsonObject Parse(JsonText text) => JsonNode.Parse(text.Text)!.AsObject();

    private static BotSettings Only(string name, JsonObject group) => new(JsonText.Of(new JsonObject { [name] = group }));
}
