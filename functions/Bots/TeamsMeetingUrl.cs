using System.Text.Json;
using System.Text.RegularExpressions;

namespace Usher.Bots;

/// <summary>
/// Teams: <c>/l/meetup-join/{conversation}/{message}?context={"Tid":…,"Oid":…}</c>, its light-meetings form with the same in base64,
/// and <c>/meet/{id}?p={passcode}</c>; each anywhere behind the host, since launcher pages carry the real path inside.
/// </summary>
internal static partial class TeamsMeetingUrl
{
    public static MeetingUrl? Normalize(string url) =>
        (FromMeetupJoin(url) ?? FromLightMeeting(url) ?? FromMeet(url)) is { } text ? new MeetingUrl(MeetingType.Teams, text) : null;

    private static string? FromMeetupJoin(string url) => MeetupJoin().Match(url) is { Success: true } match
        ? Format(match.Groups["conversation"].Value, match.Groups["message"].Value, match.Groups["tenant"].Value, match.Groups["organizer"].Value)
        : null;

    private static string? FromLightMeeting(string url)
    {
        if (LightMeeting().Match(url) is not { Success: true } match || Base64Text.Decode(QuotedText.Unquote(match.Groups["coordinates"].Value)) is not { } bytes)
        {
            return null;
        }

        try
        {
            using var document = JsonDocument.Parse(bytes);
            var json = document.RootElement;
            return Text(json, "conversationId") is { Length: > 0 } conversation && Text(json, "tenantId") is { Length: > 0 } tenant
                && Text(json, "organizerId") is { Length: > 0 } organizer
                    ? Format(conversation, Text(json, "messageId") ?? "0", tenant, organizer)
                    : null;
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            // Not JSON, or with a lone surrogate in a name or a text.
            return null;
        }
    }

    private static string? FromMeet(string url) => Meet().Match(url) is { Success: true } match
        ? $"https://teams.{match.Groups["domain"].Value}.com/meet/{match.Groups["meeting"].Value}?p={match.Groups["passcode"].Value}"
        : null;

    private static string Format(string conversation, string message, string tenant, string organizer) =>
        $"https://teams.microsoft.com/l/meetup-join/{conversation}/{message}?context={{\"Tid\":\"{tenant}\",\"Oid\":\"{organizer}\"}}";

    private static string? Text(JsonElement json, string name) =>
        json.ValueKind != JsonValueKind.Object || !json.TryGetProperty(name, out var value) ? null
        : value.ValueKind switch
        {
            JsonValueKind.String => value.GetString(),
            JsonValueKind.Number => value.GetRawText(),
            _ => null,
        };

    /// <summary>The tenant stands before the organizer in every link that Teams makes; the other order is not one of its links.</summary>
    [GeneratedRegex(
        """teams\.(microsoft|live)\.com(/[\s\S]*?)??/l/meetup-join/(?<conversation>[^/]+)/(?<message>[^?]+)\?context=.*?"Tid":"(?<tenant>[^"]+)".*?"Oid":"(?<organizer>[^"]+)["]""",
        RegexOptions.NonBacktracking)]
    private static partial Regex MeetupJoin();

    [GeneratedRegex(@"teams\.microsoft\.com/light-meetings/launch\?.*coords=(?<coordinates>[^&]+)", RegexOptions.NonBacktracking)]
    private static partial Regex LightMeeting();

    [GeneratedRegex(@"teams\.(?<domain>microsoft|live)\.com(/[\s\S]*?)??/meet/(?<meeting>[^?]+)\?p=(?<passcode>[^&\s\x1c-\x1f]+)", RegexOptions.NonBacktracking)]
    private static partial Regex Meet();
}
