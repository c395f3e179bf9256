using Usher.Configuration;
using Usher.Storage;

namespace Usher;

/// <summary>The settings of the app that several parts of it read.</summary>
internal sealed class Settings(IConfiguration configuration)
{
    /// <summary>Sign the tokens of runners: the first one signs, all of them are accepted.</summary>
    public IReadOnlyList<byte[]> TokenKeys => KeySettings.TokenKey.Read(configuration)!;

    /// <summary>A key that may report for any bot; null if only tokens are accepted.</summary>
    public string? RunnerKey => KeySettings.RunnerKey.Read(configuration);

    /// <summary>Projects and keys that exist from the start.</summary>
    public IReadOnlyList<SeedKey> SeedKeys => Storage.SeedKeys.Setting.Read(configuration)!;

    /// <summary>The address at which the app is reached from outside, without a slash at the end.</summary>
    public string PublicUrl => HostSettings.PublicUrl.Read(configuration)!.TrimEnd('/');

    /// <summary>Encrypt secrets in storage: the first one encrypts, all of them decrypt.</summary>
    public IReadOnlyList<byte[]> EncryptionKeys => KeySettings.EncryptionKey.Read(configuration)!;

    /// <summary>The key of the management API; null disables it.</summary>
    public string? ManagementKey => KeySettings.ManagementKey.Read(configuration);

    /// <summary>Webhooks may go to this machine, even without TLS.</summary>
    public bool AllowsLoopbackWebhooks => WebhookSettings.AllowLoopback.Read(configuration)!.Value;

    /// <summary>A webhook that failed is tried again no later than this, whatever its schedule says.</summary>
    public TimeSpan LongestRetryDelay => WebhookSettings.LongestRetryDelay.Read(configuration)!.Value;

    /// <exception cref="SettingException">Settings are missing, wrong or unknown; a line for each.</exception>
    public void Check()
    {
        if (SettingsCheck.Problems(KnownSettings.Groups, configuration) is { Count: > 0 } problems)
        {
            throw new SettingException(string.Join('\n', problems));
        }
    }
}
