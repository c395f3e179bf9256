using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using Usher.Verification;

namespace Usher.Api.Management;

/// <summary>JSON of the management API: snake case, nulls included, text unescaped.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(ManagementError))]
[JsonSerializable(typeof(WebhookResource))]
[JsonSerializable(typeof(WebhookList))]
[JsonSerializable(typeof(CreatedWebhook))]
[JsonSerializable(typeof(RotatedSecret))]
[JsonSerializable(typeof(TestedWebhook))]
[JsonSerializable(typeof(RedeliveredWebhooks))]
[JsonSerializable(typeof(ProjectResource))]
[JsonSerializable(typeof(ProjectList))]
[JsonSerializable(typeof(KeyResource))]
[JsonSerializable(typeof(KeyList))]
[JsonSerializable(typeof(CreatedKey))]
[JsonSerializable(typeof(RetriedMessages))]
[JsonSerializable(typeof(VerificationResource))]
[JsonSerializable(typeof(VerifiedProject))]
[JsonSerializable(typeof(JsonObject))]
internal sealed partial class ManagementJson : JsonSerializerContext
{
    public static readonly ManagementJson Wire = new(
        new JsonSerializerOptions
        {
            PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
            Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        }
    );
}
