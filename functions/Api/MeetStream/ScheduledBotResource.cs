using System.Globalization;
using System.Text.Json;
using Usher.Bots;
using Usher.Webhooks;
using Usher.Wire;

namespace Usher.Api.MeetStream;

/// <summary>A scheduled bot.</summary>
internal sealed record ScheduledBotResource(
    string BotId,
    string? Platform,
    string Status,
    string ScheduledJoinTime,
    string BotUsername,
    string MeetingLink,
    JsonElement CustomAttributes,
    bool IsScheduled
)
{
    public static ScheduledBotResource From(Bot bot) =>
        new(
            bot.Id.ToString(),
            MeetStreamPlatform.Of(bot),
            MeetStreamStatus.Of(bot),
            WithOffset(bot.JoinAt),
            bot.BotName,
            bot.MeetingUrl,
            (bot.Metadata ?? JsonText.EmptyObject).Element,
            IsScheduled: true
        );

    /// <summary>With an offset instead of Z, as in MeetStream.</summary>
    private static string WithOffset(DateTimeOffset time) =>
        string.Create(CultureInfo.InvariantCulture, $"{WireTime.Format(time).TrimEnd('Z')}+00:00");
}
