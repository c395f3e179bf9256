namespace Usher.Configuration;

/// <summary>What one project and one bot's runner may use.</summary>
internal static class LimitSettings
{
    public const int DefaultBatchesPerMinute = 600;

    public static readonly Setting<int?> RequestsPerMinute = SettingOf.Limit(
        "Usher__Limits__RequestsPerMinute",
        "How many requests a project may send in a minute to each instance of the app; beyond it, requests get 429 with `Retry-After`."
    );

    public static readonly Setting<int?> ConcurrentBots = SettingOf.Limit(
        "Usher__Limits__ConcurrentBots",
        "How many bots of a project may be in a meeting or on the way there, over all instances of the app; beyond it, creating one gets "
            + "400."
    );

    public static readonly Setting<int?> BatchesPerMinute = SettingOf.Limit(
        "Usher__Limits__BatchesPerMinute",
        "How many batches of utterances, participants or chat messages the runner of one bot may send in a minute to each instance of the "
            + "app; beyond it, batches get 429 with `Retry-After`.",
        DefaultBatchesPerMinute
    );

    public static readonly SettingGroup Group = new("Limits", [RequestsPerMinute, ConcurrentBots, BatchesPerMinute]);
}
