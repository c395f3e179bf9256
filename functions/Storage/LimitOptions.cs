using Usher.Configuration;

namespace Usher.Storage;

/// <summary>What one project and one bot's runner may use; null: no limit.</summary>
internal sealed record LimitOptions
{
    /// <summary>Requests with any of the project's keys, at each instance of the app.</summary>
    public int? RequestsPerMinute { get; init; }

    /// <summary>Bots in a meeting or on the way there.</summary>
    public int? ConcurrentBots { get; init; }

    /// <summary>
    /// Batches of what one bot's runner hears and sees, at each instance of the app: a runner that sends every sentence by itself stays
    /// below it.
    /// </summary>
    public int BatchesPerMinute { get; init; } = LimitSettings.DefaultBatchesPerMinute;

    /// <exception cref="SettingException">A setting is wrong.</exception>
    public static LimitOptions Read(IConfiguration configuration) =>
        new()
        {
            RequestsPerMinute = LimitSettings.RequestsPerMinute.Read(configuration),
            ConcurrentBots = LimitSettings.ConcurrentBots.Read(configuration),
            BatchesPerMinute = LimitSettings.BatchesPerMinute.Read(configuration)!.Value,
        };
}
