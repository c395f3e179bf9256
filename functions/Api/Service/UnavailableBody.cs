using System.Text.Json.Serialization;

namespace Usher.Api.Service;

/// <param name="Reason">The problem and what to do about it, for people.</param>
internal sealed record UnavailableBody(string Status, string Reason)
{
    /// <summary>Present only if it is the reason.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? OldestOverdueDeadline { get; init; }
}
