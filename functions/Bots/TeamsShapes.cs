using System.Text.Json;
using System.Text.RegularExpressions;

namespace Usher.Bots;

/// <summary>
/// Teams: <c>/l/meetup-join/{conversation}/{message}?context={"Tid":…,"Oid":…}</c>, its light-meetings form with the same in base64, and
/// <c>/meet/{id}?p={passcode}</c>. Each may occur anywhere after the host, because Teams' pages contain the real path.
/// </summary>
internal static partial class TeamsShapes
{
    public static readonly IReadOnlyList<MeetingShape> All =
    [
        new(MeetupJoin(), FromMeetupJoin),
        new(LightMeeting(), FromLightMeeting),
        new(Meet(), FromMeet),
    ];

    private static string? FromMeetupJoin(MeetingLink link, Match found)
    {
        var (context, conversation) = (found.Groups["context"].Value, QuotedText.Unquote(found.Groups["conversation"].Value));
        var organizer = Organizer().Match(context).Groups["id"].Value;
        return Tenant().Match(context) is { Success: true } tenant
            ? Format(link, found, conversation, found.Groups["message"].Value, tenant.Groups["id"].Value, organizer)
            : null;
    }

    private static string? FromLightMeeting(MeetingLink link, Match found)
    {
        if (link.Host == "teams.live.com" || Base64Text.Decode(QuotedText.Unquote(found.Groups["coordinates"].Value)) is not { } bytes)
        {
            return null;
        }

        try
        {
            using var document = JsonDocument.Parse(bytes);
            var json = document.RootElement;
            return
                Text(json, "conversationId") is { Length: > 0 } conversation
                && Text(json, "tenantId") is { Length: > 0 } tenant
                && Text(json, "organizerId") is { Length: > 0 } organizer
                ? Format(link, found, conversation, Text(json, "messageId") ?? "0", tenant, organizer)
                : null;
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            // Not JSON, or a name or text contains a lone surrogate.
            return null;
        }
    }

    private static string? FromMeet(MeetingLink link, Match found)
    {
        var passcode =
            found
                .Groups["query"]
                .Value.Split('&')
                .Where(pair => pair.StartsWith("p=", StringComparison.Ordinal))
                .Select(pair => Rubbish().Split(pair[2..])[0].TrimEnd('.', ',', ';', ':', '!', ')', ']', '}'))
                .FirstOrDefault(value => value.Length > 0)
            ?? link.Pasted.Passcode;
        return passcode is not null && IsWhole(link, found) ? $"https://{link.Host}/meet/{found.Groups["meeting"]}?p={passcode}" : null;
    }

    /// <summary>Personal Teams has no such meetings of its own: they belong to organizations.</summary>
    private static string? Format(MeetingLink link, Match found, string conversation, string message, string tenant, string organizer) =>
        IsWhole(link, found)
            ? $"https://{(link.Host == "teams.live.com" ? "teams.microsoft.com" : link.Host)}/l/meetup-join/{conversation}/{message}"
                + $"?context={{\"Tid\":\"{tenant}\"{(organizer.Length > 0 ? $",\"Oid\":\"{organizer}\"" : "")}}}"
            : null;

    /// <summary>Whether the match belongs to this host and not to another URL inside the link.</summary>
    private static bool IsWhole(MeetingLink link, Match found) =>
        link.HasPlainHost && !link.Tail[..found.Index].Contains("//", StringComparison.Ordinal);

    private static string? Text(JsonElement json, string name) =>
        json.ValueKind != JsonValueKind.Object || !json.TryGetProperty(name, out var value)
            ? null
            : value.ValueKind switch
            {
                JsonValueKind.String => value.GetString(),
                JsonValueKind.Number => value.GetRawText(),
                _ => null,
            };

    [GeneratedRegex(
        @"/l/meetup-join/(?<conversation>[^/?]+)/(?<message>[^?]+)\?([\s\S]*?&)?context=(?<context>[\s\S]*)",
        RegexOptions.NonBacktracking
    )]
    private static partial Regex MeetupJoin();

    [GeneratedRegex("""["]Tid"\s*:\s*"(?<id>[^"]+)["]""", RegexOptions.NonBacktracking)]
    private static partial Regex Tenant();

    [GeneratedRegex("""["]Oid"\s*:\s*"(?<id>[^"]+)["]""", RegexOptions.NonBacktracking)]
    private static partial Regex Organizer();

    [GeneratedRegex(@"^/light-meetings/launch\?.*coords=(?<coordinates>[^&]+)", RegexOptions.NonBacktracking)]
    private static partial Regex LightMeeting();

    [GeneratedRegex(@"/meet/(?<meeting>[^?#\s<>""]+)(\?(?<query>[^#\s\x1c-\x1f]*))?", RegexOptions.NonBacktracking)]
    private static partial Regex Meet();

    /// <summary>Never part of a passcode: text pasted after it.</summary>
    [GeneratedRegex("[<>\"']|%3c|%3e|%22|%20|%0a|%0d", RegexOptions.NonBacktracking | RegexOptions.IgnoreCase)]
    private static partial Regex Rubbish();
}
