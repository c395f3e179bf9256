using System.Text.Json.Serialization;

namespace Usher.Cli;

[JsonConverter(typeof(JsonStringEnumConverter<FindingLevel>))]
internal enum FindingLevel
{
    [JsonStringEnumMemberName("fine")]
    Fine,

    /// <summary>It works, but perhaps not as intended.</summary>
    [JsonStringEnumMemberName("warning")]
    Warning,

    [JsonStringEnumMemberName("error")]
    Error,
}
