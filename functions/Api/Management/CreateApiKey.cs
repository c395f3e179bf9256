using System.Text.Json;
using Usher.Api.Validation;
using Usher.Bots;
using Usher.Storage;
using Usher.Wire;

namespace Usher.Api.Management;

/// <summary><c>POST /manage/v1/projects/{id}/keys</c>: 201 with a key, which is never shown again.</summary>
internal sealed class CreateApiKey(ApiKeyStore keys)
{
    [Function(nameof(CreateApiKey))]
    public Task<HttpResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "manage/v1/projects/{id}/keys")] HttpRequest request,
        string id,
        CancellationToken cancellationToken
    ) =>
        ManagementBody.ReadAsync(
            request,
            fields => fields.Read("name", Name, nullable: true),
            async name => KeyAnswer.Created(await keys.CreateAsync(id, name, cancellationToken)),
            cancellationToken
        );

    public static Checked<string> Name(JsonElement value) =>
        value.ValueKind == JsonValueKind.String && SafeText.Of(value) is var name && ApiKey.IsValidName(name)
            ? name
            : Checked.Wrong<string>($"1 to {ApiKey.MaxNameLength} characters are needed, without control characters.");
}
