using System.Text.Json.Serialization;

namespace Usher.Api.Service;

/// <param name="Reason">What is missing and what to do, for people.</param>
internal sealed record UnavailableBody(string Status, string Reason)
{
    /// <summary>Only where it is the reason.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? OldestOverdueDeadline { get; init; }
}
