using System.Text.Json.Serialization;

namespace Usher.Verification;

/// <summary>What to verify.</summary>
/// <param name="Repair">Whether to rewrite projections that differ.</param>
internal sealed record VerificationRequest(
    [property: JsonPropertyName("project")] string Project,
    [property: JsonPropertyName("repair")] bool Repair
);
