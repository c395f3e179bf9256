using Usher.Bots;

namespace Usher.Api.MeetStream;

/// <summary>Meeting platforms as MeetStream names them.</summary>
internal static class MeetStreamPlatform
{
    /// <returns>Null if the URL has been deleted with the bot's data.</returns>
    public static string? Of(Bot bot) =>
        bot.MeetingType switch
        {
            MeetingType.GoogleMeet => "GMeet",
            MeetingType.Zoom => "Zoom",
            MeetingType.Teams => "Teams",
            _ => null,
        };

    /// <summary>The name used in a filter, current or older.</summary>
    /// <returns>Null if no platform has this name.</returns>
    public static string? Parse(string name) =>
        name switch
        {
            "GMeet" or "google_meet" => "GMeet",
            "Zoom" or "zoom" => "Zoom",
            "Teams" or "microsoft_teams" => "Teams",
            _ => null,
        };
}
