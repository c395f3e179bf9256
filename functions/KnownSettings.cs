using Usher.Configuration;
using Usher.Storage;

namespace Usher;

/// <summary>
/// Every setting of the app: the start, <c>usher doctor</c> and docs/settings.md go by this list. A name that begins with <c>Usher__</c>
/// and is not in it is refused.
/// </summary>
internal static class KnownSettings
{
    public static IReadOnlyList<SettingGroup> Groups { get; } =
    [
        HostSettings.Group,
        new("Keys", [KeySettings.TokenKey, KeySettings.EncryptionKey, KeySettings.ManagementKey, KeySettings.RunnerKey, SeedKeys.Setting]),
        LifecycleSettings.Group,
        LimitSettings.Group,
        RetentionSettings.Group,
        WebhookSettings.Group,
        RunnerSettings.Group,
        SimulationSettings.Group,
        TelemetrySettings.Group,
    ];
}
