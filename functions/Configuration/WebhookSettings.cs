using Usher.Bots.Webhooks;

namespace Usher.Configuration;

internal static class WebhookSettings
{
    public static readonly Setting<TimeSpan?> LongestRetryDelay = SettingOf.Time(
        "Usher__Webhooks__LongestRetryDelay",
        RetrySchedule.Longest,
        "The longest wait before a failed webhook is tried again; after seven attempts it has failed for good, so a shorter wait gives up "
            + "sooner.",
        TimeSpan.FromSeconds(1)
    );

    public static readonly Setting<bool?> AllowLoopback = SettingOf.Switch(
        "Usher__Webhooks__AllowLoopback",
        fallback: false,
        "For development: webhooks may go to this machine, even without TLS.",
        "Usher__Webhooks__AllowLoopback is for development: an app that runs in Azure must not send webhooks to itself. Remove it."
    );

    public static readonly SettingGroup Group = new("Webhooks", [LongestRetryDelay, AllowLoopback]);
}
