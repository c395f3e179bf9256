using Usher.Bots;

namespace Usher.Api.MeetStream;

/// <summary>The meeting platforms as this dialect writes them.</summary>
internal static class MeetStreamPlatform
{
    /// <returns>Null where the address is gone with the rest of the bot's data.</returns>
    public static string? Of(Bot bot) =>
        MeetingUrl.TryNormalize(bot.MeetingUrl)?.Type switch
        {
            MeetingType.GoogleMeet => "GMeet",
            MeetingType.Zoom => "Zoom",
            MeetingType.Teams => "Teams",
            _ => null,
        };

    /// <summary>The name of a filter, which may be an older one.</summary>
    /// <returns>Null: no platform has this name.</returns>
    public static string? Parse(string name) =>
        name switch
        {
            "GMeet" or "google_meet" => "GMeet",
            "Zoom" or "zoom" => "Zoom",
            "Teams" or "microsoft_teams" => "Teams",
            _ => null,
        };
}
