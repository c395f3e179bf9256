using System.Text.Json.Nodes;

namespace Usher.Bots;

/// <summary>Applies meeting commands to the bot's settings, so that a restarted runner does the same.</summary>
internal static class MeetingCommandSettings
{
    private const string Transcription = "transcription_settings";
    private const string Captions = "meeting_closed_captions";
    private const string VoiceAgent = "voice_agent_settings";

    /// <summary>The two URLs of a voice agent, of which only one is in use.</summary>
    private static readonly string[] Pages = ["url", "screenshare_url"];

    /// <returns>The changed groups as they are afterwards; null if none changes.</returns>
    public static BotSettings? ChangedBy(this BotSettings settings, MeetingCommand command) =>
        command switch
        {
            { Type: MeetingCommandType.UpdateTranscriptionSettings, Payload: { } payload } => WithLanguage(settings, payload),
            { Type: MeetingCommandType.UpdateVoiceAgentSettings, Payload: { } payload } => WithPage(settings, payload),
            _ => null,
        };

    /// <summary>Sets the given language and keeps everything else.</summary>
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

    /// <summary>An empty URL removes the page; any other replaces the current page, whichever it is.</summary>
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
