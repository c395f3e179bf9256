using System.Text.RegularExpressions;
using Usher.Api.Validation;
using Usher.Bots;
using Usher.Storage;

namespace Usher.Api.Attendee;

/// <summary>
/// The list filters from the query string. The last value of a repeated parameter counts; an empty value counts as absent.
/// </summary>
internal static partial class BotListFilter
{
    public static readonly IReadOnlyList<string> Names = ["states", "meeting_url", "deduplication_key", "join_at_after", "join_at_before"];

    private static readonly BotState[] InAttendeesOrder =
    [
        BotState.Ready,
        BotState.Joining,
        BotState.JoinedNotRecording,
        BotState.JoinedRecording,
        BotState.Leaving,
        BotState.PostProcessing,
        BotState.FatalError,
        BotState.WaitingRoom,
        BotState.Ended,
        BotState.DataDeleted,
        BotState.Scheduled,
        BotState.Staged,
        BotState.JoinedRecordingPaused,
        BotState.JoiningBreakoutRoom,
        BotState.LeavingBreakoutRoom,
        BotState.JoinedRecordingPermissionDenied,
        BotState.Connecting,
        BotState.Connected,
        BotState.Disconnecting,
    ];

    /// <summary>Attendee's states, and then those that it does not have.</summary>
    public static readonly IReadOnlyList<BotState> States =
    [
        .. InAttendeesOrder.Union(Enum.GetValues<BotState>().Where(state => state != BotState.Deleted)),
    ];

    public static (BotFilter? Filter, string? Error) Read(HttpRequest request)
    {
        List<BotState> states = [];
        foreach (var value in request.Query["states"])
        {
            var name = value ?? "";
            if (WireName.Parse<BotState>(name) is not { } state || !States.Contains(state))
            {
                return (null, InvalidState(name));
            }

            states.Add(state);
        }

        var (after, before) = (Last(request, "join_at_after"), Last(request, "join_at_before"));
        foreach (var (name, text) in (ReadOnlySpan<(string, string?)>)[("join_at_after", after), ("join_at_before", before)])
        {
            if (text is not null && TimeField.Parse(text) is null)
            {
                return (null, InvalidTime(name));
            }
        }

        return (
            new BotFilter
            {
                States = states,
                MeetingUrl = Last(request, "meeting_url") is { } url ? Stored(url) : null,
                DeduplicationKey = Last(request, "deduplication_key"),
                JoinAtAfter = after is null ? null : TimeField.Parse(after),
                JoinAtBefore = before is null ? null : TimeField.Parse(before),
            },
            null
        );
    }

    /// <summary>
    /// Normalizes a meeting URL to its stored form. URLs that are not meetings match nothing. As in Attendee, a link that also names a
    /// Google account is not the meeting's link.
    /// </summary>
    private static string Stored(string url) => NamesAnAccount().IsMatch(url) ? url : MeetingUrl.TryNormalize(url)?.Text ?? url;

    /// <summary>The recorded text, which names only Attendee's states.</summary>
    public static string InvalidState(string name) =>
        $"Invalid state: {name}. Valid states are: {string.Join(", ", InAttendeesOrder.Select(valid => valid.Name))}";

    public static string InvalidTime(string name) => $"Invalid {name} format. Use ISO 8601 format (e.g., 2024-01-18T12:34:56Z)";

    private static string? Last(HttpRequest request, string name) =>
        request.Query[name].LastOrDefault() is { Length: > 0 } value ? value : null;

    [GeneratedRegex(@"^https://meet\.google\.com/[^/?]+\?authuser=\d+$", RegexOptions.NonBacktracking)]
    private static partial Regex NamesAnAccount();
}
