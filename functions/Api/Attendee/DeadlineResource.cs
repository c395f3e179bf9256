using System.Text.Json.Serialization;

namespace Usher.Api.Attendee;

/// <param name="DueAt">Null: nothing is due by the clock.</param>
/// <param name="What">The event that is appended then, where nothing else happens before.</param>
internal sealed record DeadlineResource(string State, string StateSince, string? DueAt, DueEventResource? What)
{
    /// <summary>Only in a meeting, and only where the runner sends heartbeats.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? LastHeartbeatAt { get; init; }
}
