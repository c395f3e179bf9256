using Usher.Storage;
using Usher.Wire;

namespace Usher.Api.Management;

/// <param name="PreviousSecretUntil">Until then, the replaced secret also signs deliveries.</param>
internal sealed record RotatedSecret(string Secret, string SecretBase64, string PreviousSecretUntil)
{
    public static RotatedSecret From(WebhookSecret secret) =>
        new(SecretText.Standard(secret), SecretText.Base64(secret), WireTime.Format(secret.Previous[0].Until));
}
