using System.Text.Json.Serialization;

namespace Usher.Runner;

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true
)]
[JsonSerializable(typeof(RunnerCommand))]
[JsonSerializable(typeof(RunnerState))]
[JsonSerializable(typeof(RunnerClaim))]
[JsonSerializable(typeof(RecordingUpload))]
[JsonSerializable(typeof(RunnerError))]
internal sealed partial class RunnerJson : JsonSerializerContext;
