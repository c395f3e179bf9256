namespace Usher.LocalHost.Configuration;

/// <summary>The keys to the app and its secrets.</summary>
/// <param name="ApiKey">The key of the project "local".</param>
/// <param name="ManagementKey">The key of the management API.</param>
/// <param name="TokenKey">32 bytes, base64.</param>
/// <param name="EncryptionKey">32 bytes, base64.</param>
internal sealed record DevelopmentKeys(string ApiKey, string ManagementKey, string TokenKey, string EncryptionKey);
