using System.Text.Json.Serialization;

namespace Usher.Verification;

/// <summary>The result of one activity.</summary>
/// <param name="Bots">The number of bots checked.</param>
/// <param name="Next">The bot to continue after; null if this was the last page.</param>
internal sealed record VerifiedPage(
    [property: JsonPropertyName("bots")] int Bots,
    [property: JsonPropertyName("differences")] IReadOnlyList<VerifiedBot> Differences,
    [property: JsonPropertyName("next")] string? Next
);
