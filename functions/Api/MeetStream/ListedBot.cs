using System.Text.Json;
using System.Text.Json.Serialization;
using Usher.Bots;
using Usher.Webhooks;
using Usher.Wire;

namespace Usher.Api.MeetStream;

/// <summary>A bot in a list. Some values appear under two names because clients read either.</summary>
internal sealed record ListedBot(
    string BotId,
    string BotName,
    string Status,
    string? Platform,
    string MeetingLink,
    string MeetingUrl,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] string? TranscriptId,
    string CreatedAt,
    string JoinAt,
    JsonElement CustomAttributes,
    [property: JsonPropertyName("BotID")] string UpperBotId,
    [property: JsonPropertyName("BotUsername")] string UpperBotUsername,
    [property: JsonPropertyName("Status")] string UpperStatus,
    [property: JsonPropertyName("Platform")] string? UpperPlatform
)
{
    public static ListedBot From(Bot bot)
    {
        var (id, status, platform) = (bot.Id.ToString(), MeetStreamStatus.Of(bot), MeetStreamPlatform.Of(bot));
        return new ListedBot(
            id,
            bot.BotName,
            status,
            platform,
            bot.MeetingUrl,
            bot.MeetingUrl,
            MeetStreamTranscript.IdOf(bot),
            WireTime.Format(bot.CreatedAt),
            WireTime.Format(bot.JoinAt),
            (bot.Metadata ?? JsonText.EmptyObject).Element,
            id,
            bot.BotName,
            status,
            platform
        );
    }
}
