using System.Collections.Frozen;
using System.Text.Json;
using Usher.Bots;
using Usher.Wire;

namespace Usher.Api.Validation;

/// <summary>A boolean, or one of the words and numbers that Attendee accepts as one.</summary>
internal static class BooleanField
{
    private static readonly FrozenSet<string> True = Words("t", "y", "yes", "true", "on", "1");
    private static readonly FrozenSet<string> False = Words("f", "n", "no", "false", "off", "0");

    private static Checked<bool> Wrong => Checked.Wrong<bool>("Must be a valid boolean.");

    public static Checked<bool> Check(JsonElement value) =>
        value.ValueKind switch
        {
            JsonValueKind.True => true,
            JsonValueKind.False => false,
            JsonValueKind.String when SafeText.Of(value).Trim() is var word => True.Contains(word) ? true
            : False.Contains(word) ? false
            : Wrong,
            JsonValueKind.Number when value.GetDouble() is var number and (0 or 1) => number > 0,
            _ => Wrong,
        };

    /// <summary>Each word in lowercase, uppercase and capitalized.</summary>
    private static FrozenSet<string> Words(params IEnumerable<string> words) =>
        words
            .SelectMany(word => (string[])[word, word.ToUpperInvariant(), char.ToUpperInvariant(word[0]) + word[1..]])
            .ToFrozenSet(StringComparer.Ordinal);
}
