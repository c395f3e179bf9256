using System.Collections.Frozen;
using System.Text.Json;

namespace Usher.Bots;

/// <summary>The names of enum members in the API, the stream and the rows: snake case.</summary>
internal static class WireName
{
    public static string Of<T>(T value)
        where T : struct, Enum => Names<T>.ByValue[value];

    public static T? Parse<T>(string name)
        where T : struct, Enum => Names<T>.ByName.TryGetValue(name, out var value) ? value : null;

    private static class Names<T>
        where T : struct, Enum
    {
        public static readonly FrozenDictionary<T, string> ByValue = Enum.GetValues<T>()
            .ToFrozenDictionary(value => value, value => JsonNamingPolicy.SnakeCaseLower.ConvertName(value.ToString()));

        public static readonly FrozenDictionary<string, T> ByName = ByValue.ToFrozenDictionary(pair => pair.Value, pair => pair.Key);
    }
}
