using System.Collections.Frozen;
using System.Text.RegularExpressions;

namespace Usher.Bots;

/// <summary>
/// The sub types of events. An event that requires one is refused without one of its own. Events that end a bot also accept unlisted sub
/// types: meeting platforms invent new ones, and the report of an end must not be lost because of its reason.
/// </summary>
internal static partial class BotSubTypes
{
    public const string UserRequested = "user_requested";
    public const string MaxUptimeExceeded = "auto_leave_max_uptime_exceeded";
    public const string WaitingRoomTimeoutExceeded = "waiting_room_timeout_exceeded";
    public const string RequestToJoinDenied = "request_to_join_denied";
    public const string ProcessTerminated = "process_terminated";
    public const string HeartbeatTimeout = "heartbeat_timeout";
    public const string BotNotLaunched = "bot_not_launched";
    public const string Audio = "audio";
    public const string Video = "video";

    private static readonly FrozenSet<string> Media = FrozenSet.Create(Audio, Video);

    public static readonly FrozenDictionary<BotEventType, FrozenSet<string>> All = new Dictionary<BotEventType, FrozenSet<string>>
    {
        [BotEventType.CouldNotJoinMeeting] = FrozenSet.Create(
            "meeting_not_started_waiting_for_host",
            "zoom_authorization_failed",
            "zoom_meeting_status_failed",
            "unpublished_zoom_app",
            "zoom_sdk_internal_error",
            RequestToJoinDenied,
            "meeting_not_found",
            WaitingRoomTimeoutExceeded,
            "login_required",
            "bot_login_attempt_failed",
            "unable_to_connect_to_meeting",
            "authorized_user_not_in_meeting_timeout_exceeded",
            "blocked_by_captcha",
            "zoom_app_cannot_join_anonymously"
        ),
        [BotEventType.FatalError] = FrozenSet.Create(
            ProcessTerminated,
            "rtmp_connection_failed",
            "ui_element_not_found",
            HeartbeatTimeout,
            BotNotLaunched,
            "out_of_credits",
            "attendee_internal_error",
            "global_runtime_timeout"
        ),
        [BotEventType.LeaveRequested] = FrozenSet.Create(
            UserRequested,
            "auto_leave_silence",
            "auto_leave_only_participant_in_meeting",
            MaxUptimeExceeded,
            "auto_leave_could_not_enable_closed_captions"
        ),
        [BotEventType.RecordingPermissionDenied] = FrozenSet.Create(
            "host_denied_permission",
            "request_timed_out",
            "host_client_cannot_grant_permission",
            "webinar_attendee_needs_panelist_promotion"
        ),
        [BotEventType.MediaStarted] = Media,
        [BotEventType.MediaFinished] = Media,
    }.ToFrozenDictionary();

    /// <summary>
    /// Leave requests and fatal errors may omit the sub type, as in Attendee; every other event that has sub types requires one.
    /// </summary>
    public static bool IsValid(BotEventType type, string? subType) =>
        subType is null
            ? type is BotEventType.LeaveRequested or BotEventType.FatalError || !All.ContainsKey(type)
            : IsListed(type, subType) || (MayBeInvented(type) && IsInvented(subType));

    public static bool IsListed(BotEventType type, string subType) => All.TryGetValue(type, out var subTypes) && subTypes.Contains(subType);

    public static bool MayBeInvented(BotEventType type) => type is BotEventType.CouldNotJoinMeeting or BotEventType.FatalError;

    /// <summary>A sub type listed for another event is not valid as an unlisted one.</summary>
    private static bool IsInvented(string subType) => Form().IsMatch(subType) && !All.Values.Any(subTypes => subTypes.Contains(subType));

    [GeneratedRegex(@"\A[a-z0-9_]{1,64}\z", RegexOptions.CultureInvariant)]
    private static partial Regex Form();
}
