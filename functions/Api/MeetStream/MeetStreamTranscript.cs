using System.Text.Json;
using Usher.Bots;

namespace Usher.Api.MeetStream;

/// <summary>The ID of a bot's transcript, derived from the bot's ID: <c>tr_…</c> for <c>bot_…</c>.</summary>
internal static class MeetStreamTranscript
{
    private const string BotPrefix = "bot_";
    private const string Prefix = "tr_";
    private const string Captions = "meeting_captions";
    private const string Streaming = "_streaming";

    /// <returns>Null if the meeting is not transcribed after it ends.</returns>
    public static string? IdOf(Bot bot) => IsMade(bot.Settings) ? $"{Prefix}{bot.Id.ToString().AsSpan(BotPrefix.Length)}" : null;

    /// <summary>Also accepts the bot's own ID, which clients use if there is no transcript ID.</summary>
    public static bool TryParse(string id, out BotId bot) =>
        BotId.TryParse(id.StartsWith(Prefix, StringComparison.Ordinal) ? $"{BotPrefix}{id.AsSpan(Prefix.Length)}" : id, out bot);

    /// <param name="recordingConfig">From a create_bot body.</param>
    /// <returns>The provider's name; null if none is given.</returns>
    public static string? Provider(MeetStreamFields recordingConfig) =>
        recordingConfig.Object("transcript").Object("provider").Names.FirstOrDefault();

    public static bool IsStreaming(string? provider) => provider?.EndsWith(Streaming, StringComparison.Ordinal) == true;

    private static bool IsMade(BotSettings settings)
    {
        var groups = settings.Json.Element;
        if (groups.TryGetProperty(MeetStreamCreateRequest.SettingsName, out var request))
        {
            return Provider(new MeetStreamFields(request).Object("recording_config")) is { } provider
                && provider != Captions
                && !IsStreaming(provider);
        }

        return groups.TryGetProperty("transcription_settings", out var transcription)
            && transcription.ValueKind == JsonValueKind.Object
            && transcription.EnumerateObject().Any(provider => provider.Name != "meeting_closed_captions");
    }
}
