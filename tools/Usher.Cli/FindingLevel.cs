using System.Text.Json.Serialization;

namespace Usher.Cli;

[JsonConverter(typeof(JsonStringEnumConverter<FindingLevel>))]
internal enum FindingLevel
{
    [JsonStringEnumMemberName("fine")]
    Fine,

    /// <summary>It works, and not as one might want.</summary>
    [JsonStringEnumMemberName("warning")]
    Warning,

    [JsonStringEnumMemberName("error")]
    Error,
}
