using System.Text.Json.Serialization;
using Usher.Storage;

namespace Usher.Verification;

/// <summary>A bot whose projection does not match its events.</summary>
/// <param name="What">The parts of the projection that differ.</param>
internal sealed record VerifiedBot(
    [property: JsonPropertyName("bot_id")] string BotId,
    [property: JsonPropertyName("what")] IReadOnlyList<string> What,
    [property: JsonPropertyName("repaired")] bool Repaired
)
{
    public static VerifiedBot From(StreamDifference difference) => new(difference.Bot.ToString(), difference.What, difference.IsRepaired);
}
