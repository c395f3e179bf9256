using Usher.Bots;

namespace Usher.Lifecycle;

internal static class LifecycleServices
{
    /// <summary>A timer that is due sooner spins.</summary>
    private static readonly TimeSpan Shortest = TimeSpan.FromSeconds(1);

    /// <summary>A longer wait in an activity costs requests to storage.</summary>
    private static readonly TimeSpan LongestJoinLead = TimeSpan.FromSeconds(30);

    /// <exception cref="SettingException">A setting is wrong.</exception>
    public static IServiceCollection AddLifecycle(this IServiceCollection services, IConfiguration configuration) =>
        services
            .AddSingleton(Options(configuration))
            .AddSingleton<RunnerSigns>()
            .AddSingleton<OverdueDeadlines>()
            .AddSingleton<BotAdvancement>();

    /// <exception cref="SettingException">A setting is wrong.</exception>
    public static LifecycleOptions Options(IConfiguration configuration)
    {
        var (times, defaults) = (new TimeSettings(configuration, "Usher:Lifecycle"), new LifecycleOptions());
        return new LifecycleOptions
        {
            StageLead = times.Read(nameof(LifecycleOptions.StageLead), defaults.StageLead, TimeSpan.Zero),
            JoinLead = times.Read(nameof(LifecycleOptions.JoinLead), defaults.JoinLead, TimeSpan.Zero, LongestJoinLead),
            JoinGrace = times.Read(nameof(LifecycleOptions.JoinGrace), defaults.JoinGrace, TimeSpan.Zero),
            LaunchTimeout = times.Read(nameof(LifecycleOptions.LaunchTimeout), defaults.LaunchTimeout, Shortest),
            BreakoutRoomTimeout = times.Read(nameof(LifecycleOptions.BreakoutRoomTimeout), defaults.BreakoutRoomTimeout, Shortest),
            LeaveTimeout = times.Read(nameof(LifecycleOptions.LeaveTimeout), defaults.LeaveTimeout, Shortest),
            PostProcessingTimeout = times.Read(nameof(LifecycleOptions.PostProcessingTimeout), defaults.PostProcessingTimeout, Shortest),
            HeartbeatTimeout = times.Read(nameof(LifecycleOptions.HeartbeatTimeout), defaults.HeartbeatTimeout, Shortest),
            SilenceTimeout = times.Read(nameof(LifecycleOptions.SilenceTimeout), defaults.SilenceTimeout, Shortest),
            OutageGrace = times.Read(nameof(LifecycleOptions.OutageGrace), defaults.OutageGrace, TimeSpan.Zero),
        };
    }
}
