using System.Text;
using System.Text.Json;

namespace Usher.Bots;

/// <summary>
/// Teams: <c>/l/meetup-join/{conversation}/{message}?context={"Tid":…,"Oid":…}</c>, its light-meetings form with the same in base64,
/// and <c>/meet/{id}?p={passcode}</c>; each anywhere behind the host, since launcher pages carry the real path inside.
/// </summary>
internal static class TeamsMeetingUrl
{
    private const string MeetupJoin = "/l/meetup-join/";
    private const string Meet = "/meet/";

    public static MeetingUrl? Normalize(MeetingUrlParts parts)
    {
        var url = FromMeetupJoin(parts.Rest) ?? FromLightMeeting(parts) ?? FromMeet(parts);
        return url is null ? null : new MeetingUrl(MeetingType.Teams, url);
    }

    private static string? FromMeetupJoin(string rest)
    {
        var start = rest.IndexOf(MeetupJoin, StringComparison.Ordinal);
        if (start < 0)
        {
            return null;
        }

        var tail = rest[(start + MeetupJoin.Length)..];
        var question = tail.IndexOf("?context=", StringComparison.Ordinal);
        var slash = tail.IndexOf('/', StringComparison.Ordinal);
        if (slash <= 0 || question <= slash + 1)
        {
            return null;
        }

        // The tenant stands before the organizer in every link that Teams makes; the other order is not one of its links.
        var context = tail[question..];
        var tenant = After(context, "\"Tid\":\"");
        var organizer = tenant is null ? null : After(context[context.IndexOf("\"Tid\":\"", StringComparison.Ordinal)..], "\"Oid\":\"");
        return tenant is null || organizer is null ? null : Format(tail[..slash], tail[(slash + 1)..question], tenant, organizer);
    }

    private static string? FromLightMeeting(MeetingUrlParts parts)
    {
        if (!parts.Path.EndsWith("/light-meetings/launch", StringComparison.Ordinal) || parts.Query("coords") is not { } coordinates)
        {
            return null;
        }

        try
        {
            var bytes = Convert.FromBase64String(coordinates.Replace(' ', '+'));
            using var document = JsonDocument.Parse(bytes);
            var json = document.RootElement;
            var (conversation, tenant, organizer) = (Text(json, "conversationId"), Text(json, "tenantId"), Text(json, "organizerId"));
            return conversation is null || tenant is null || organizer is null
                ? null
                : Format(conversation, Text(json, "messageId") ?? "0", tenant, organizer);
        }
        catch (Exception exception) when (exception is FormatException or JsonException or DecoderFallbackException)
        {
            return null;
        }
    }

    private static string? FromMeet(MeetingUrlParts parts)
    {
        for (var start = parts.Rest.IndexOf(Meet, StringComparison.Ordinal); start >= 0; start = parts.Rest.IndexOf(Meet, start + 1, StringComparison.Ordinal))
        {
            var tail = parts.Rest[(start + Meet.Length)..];
            var question = tail.IndexOf("?p=", StringComparison.Ordinal);
            var passcode = question <= 0 ? "" : MeetingUrlParts.TakeWhile(tail[(question + 3)..], c => c != '&' && !char.IsWhiteSpace(c));
            if (passcode.Length > 0 && !tail[..question].Contains('?', StringComparison.Ordinal))
            {
                return $"https://{parts.Host}/meet/{tail[..question]}?p={passcode}";
            }
        }

        return null;
    }

    private static string Format(string conversation, string message, string tenant, string organizer) =>
        $"https://teams.microsoft.com/l/meetup-join/{conversation}/{message}?context={{\"Tid\":\"{tenant}\",\"Oid\":\"{organizer}\"}}";

    private static string? After(string text, string marker)
    {
        var start = text.IndexOf(marker, StringComparison.Ordinal);
        var end = start < 0 ? -1 : text.IndexOf('"', start + marker.Length);
        return end <= start + marker.Length ? null : text[(start + marker.Length)..end];
    }

    private static string? Text(JsonElement json, string name) =>
        json.ValueKind == JsonValueKind.Object && json.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
