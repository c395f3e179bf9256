using System.Text.Json.Nodes;

namespace Usher.Api.MeetStream;

/// <summary>Translates <c>automatic_leave</c>, with MeetStream's defaults, to <c>automatic_leave_settings</c>.</summary>
internal static class MeetStreamLeave
{
    /// <summary>A timeout without a counterpart is only validated; the runner reads it from the body.</summary>
    public static JsonObject Read(MeetStreamFields fields)
    {
        fields.Seconds("recording_permission_denied_timeout", 60, 300);
        return new JsonObject
        {
            ["waiting_room_timeout_seconds"] = fields.Seconds("waiting_room_timeout") ?? 600,
            ["wait_for_host_to_start_meeting_timeout_seconds"] = fields.Seconds("no_one_joined_timeout") ?? 600,
            ["only_participant_in_meeting_timeout_seconds"] = fields.Seconds("everyone_left_timeout") ?? 300,
            ["silence_timeout_seconds"] = fields.Seconds("voice_inactivity_timeout") ?? 100,
            ["max_uptime_seconds"] = fields.Seconds("in_call_recording_timeout", 600, 18_000) ?? 14_400,
        };
    }
}
