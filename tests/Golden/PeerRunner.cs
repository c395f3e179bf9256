using System.Text.Json.Nodes;
using Usher.Tests.Support;

namespace Usher.Tests.Golden;

/// <summary>What the peer's own code did to a bot in the recording is replayed here as runner reports.</summary>
internal static class PeerRunner
{
    private static readonly Dictionary<string, string> Events = new()
    {
        ["BOT_PUT_IN_WAITING_ROOM"] = "put_in_waiting_room",
        ["BOT_JOINED_MEETING"] = "joined_meeting",
        ["BOT_RECORDING_PERMISSION_GRANTED"] = "recording_permission_granted",
        ["BOT_RECORDING_PERMISSION_DENIED"] = "recording_permission_denied",
        ["MEETING_ENDED"] = "meeting_ended",
        ["BOT_LEFT_MEETING"] = "left_meeting",
        ["FATAL_ERROR"] = "fatal_error",
        ["LEAVE_REQUESTED"] = "leave_requested",
        ["COULD_NOT_JOIN"] = "could_not_join_meeting",
        ["POST_PROCESSING_COMPLETED"] = "post_processing_completed",
        ["RECORDING_PAUSED"] = "recording_paused",
        ["RECORDING_RESUMED"] = "recording_resumed",
        ["BOT_JOINED_BREAKOUT_ROOM"] = "joined_breakout_room",
        ["BOT_LEFT_BREAKOUT_ROOM"] = "left_breakout_room",
        ["BOT_BEGAN_JOINING_BREAKOUT_ROOM"] = "began_joining_breakout_room",
        ["BOT_BEGAN_LEAVING_BREAKOUT_ROOM"] = "began_leaving_breakout_room",
    };

    private static readonly Dictionary<string, string> SubTypes = new()
    {
        ["COULD_NOT_JOIN_MEETING_NOT_STARTED_WAITING_FOR_HOST"] = "meeting_not_started_waiting_for_host",
        ["COULD_NOT_JOIN_UNABLE_TO_CONNECT_TO_MEETING"] = "unable_to_connect_to_meeting",
        ["FATAL_ERROR_ATTENDEE_INTERNAL_ERROR"] = "attendee_internal_error",
    };

    private static readonly string[] Prefixes =
    [
        "COULD_NOT_JOIN_MEETING_",
        "FATAL_ERROR_",
        "LEAVE_REQUESTED_",
        "BOT_RECORDING_PERMISSION_DENIED_",
    ];

    /// <returns>Null if the bot moved, or refused to, as recorded.</returns>
    public static async Task<string?> DriveAsync(TestApp app, JsonObject drive, JsonObject result, Func<string, string> fill)
    {
        if (drive["op"]!.GetValue<string>() == "utterance")
        {
            return await SpeakAsync(app, fill(drive["bot"]!.GetValue<string>()), drive["transcription"]!);
        }

        var type = drive["op"]!.GetValue<string>() switch
        {
            "transcription_in_progress" => "transcription_started",
            "set_file" => "recording_saved",
            "event" => Events[drive["event_type"]!.GetValue<string>()],
            _ => null,
        };
        if (type is null)
        {
            // A heartbeat has no visible effect.
            return null;
        }

        var id = Guid.CreateVersion7(TimeProvider.System.GetUtcNow()).ToString();
        var (status, body) = await app.ReportAsync(
            fill(drive["bot"]!.GetValue<string>()),
            type,
            SubType(drive["sub_type"]?.GetValue<string>()),
            id
        );
        var isDue = result["ok"]?.GetValue<bool>() ?? true;
        return isDue ? (status < 300 ? null : $"the report {type} is refused: {status} {body}")
            : status is not (>= 400 and < 500) ? $"the report {type} is taken, where a refusal is recorded"
            : result["error_class"]?.ToString() == "ValidationError"
            && body.GetProperty("error").GetString() != result["error"]!.GetValue<string>()
                ? $"the report {type} is refused with '{body}', recorded: '{result["error"]}'"
            : null;
    }

    /// <summary>Ann says something in the first second.</summary>
    private static async Task<string?> SpeakAsync(TestApp app, string bot, JsonNode transcription)
    {
        var batch = new JsonObject
        {
            ["id"] = Guid.CreateVersion7(TimeProvider.System.GetUtcNow()).ToString(),
            ["utterances"] = new JsonArray(
                new JsonObject
                {
                    ["participant"] = new JsonObject
                    {
                        ["uuid"] = "u1",
                        ["user_uuid"] = null,
                        ["name"] = "Ann",
                        ["is_host"] = false,
                    },
                    ["timestamp_ms"] = 0,
                    ["duration_ms"] = 1000,
                    ["transcription"] = transcription.DeepClone(),
                }
            ),
        };
        using var runner = app.RunnerClient();
        var (status, body) = await runner.SendAsync("POST", $"/runner/v1/bots/{bot}/utterances", batch.ToJsonString());
        return status < 300 ? null : $"the utterance is refused: {status} {body}";
    }

    private static string? SubType(string? name) =>
        name is null ? null
        : SubTypes.TryGetValue(name, out var other) ? other
        : (
            Prefixes.FirstOrDefault(prefix => name.StartsWith(prefix, StringComparison.Ordinal)) is { } known ? name[known.Length..] : name
        ).ToLowerInvariant();
}
