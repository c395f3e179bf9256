using System.Text.Json.Nodes;
using Usher.Tests.Golden;

namespace Usher.Tests.Fuzz;

/// <summary>Realistic bodies to start fuzzing from: those of the recording, and some of the two other dialects.</summary>
internal static class RecordedBodies
{
    private static readonly string[] Scheduled =
    [
        """{"scheduled_join_time": "2026-06-01T10:00:00Z", "bot_username": "Usher", "custom_attributes": {"key": "value", "gone": null}, "transcription_enabled": true}""",
        """{"recording_enabled": false, "screenshot_enabled": true, "unknown": [1, {"a": "b"}]}""",
        """{"custom_attributes": {"é": "😀"}}""",
    ];

    private static readonly string[] Reports =
    [
        """{"id": "0198-a", "type": "joined_meeting", "sub_type": null, "occurred_at": "2026-01-01T12:00:00Z", "data": {"participants": [1, "x"]}}""",
        """{"id": "b", "type": "could_not_join_meeting", "sub_type": "meeting_not_found"}""",
        """{"id": "c:1", "type": "recording_saved", "data": {"a": {"b": null}}}""",
    ];

    /// <summary>Short enough to send 100,000 of them: a long recorded body is long because of one string.</summary>
    private const int MaxLength = 4000;

    public static readonly IReadOnlyList<(Endpoint Endpoint, string Body)> All =
    [
        .. Recorded(),
        .. Scheduled.Select(body => (Endpoint.UpdateScheduled, body)),
        .. Reports.Select(body => (Endpoint.Report, body)),
    ];

    /// <summary>Whether the path creates or changes a bot, and nothing below it.</summary>
    private static bool IsOfABot(string path) => path.Split('/').Length <= "/api/v1/bots/{id}".Split('/').Length;

    private static IEnumerable<(Endpoint, string)> Recorded() =>
        Recording
            .Names.SelectMany(Recording.Steps)
            .Where(step =>
                step["method"]?.ToString() is "POST" or "PATCH" && step["body"] is JsonObject && IsOfABot(step["path"]!.ToString())
            )
            .Select(step =>
                (
                    step["method"]!.ToString() == "POST" ? Endpoint.Create : Endpoint.Update,
                    Recording.Fill(step["body"].ToText(), _ => "2028-06-13T12:00:00Z")
                )
            )
            .Where(pair => pair.Item2.Length <= MaxLength)
            .Distinct();
}
