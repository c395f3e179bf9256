using System.Text.Json.Serialization;

namespace Usher.Verification;

/// <summary>What is to be verified.</summary>
/// <param name="Repair">Projections that differ are written anew.</param>
internal sealed record VerificationRequest(
    [property: JsonPropertyName("project")] string Project,
    [property: JsonPropertyName("repair")] bool Repair
);
