using System.Text.Json;
using System.Text.Json.Nodes;
using Usher.Bots;

namespace Usher.Api.Description;

/// <summary>The documents in <c>Data/</c>: prose about the API that cannot be derived from code.</summary>
internal static class DescriptionData
{
    /// <summary>Indented for readability.</summary>
    public static readonly JsonSerializerOptions Indented = new(BotJson.Relaxed.Options) { WriteIndented = true };

    /// <summary>A copy, which may be modified.</summary>
    public static JsonNode Load(string name) => JsonNode.Parse(Text($"{name}.json"))!;

    public static string Text(string file)
    {
        using var stream = typeof(DescriptionData).Assembly.GetManifestResourceStream($"Description/{file}")!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
