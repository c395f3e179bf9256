using Usher.Bots;
using Usher.Configuration;

namespace Usher.Lifecycle;

internal static class LifecycleServices
{
    /// <exception cref="SettingException">A setting is wrong.</exception>
    public static IServiceCollection AddLifecycle(this IServiceCollection services, IConfiguration configuration) =>
        services
            .AddSingleton(Options(configuration))
            .AddSingleton<RunnerSigns>()
            .AddSingleton<OverdueDeadlines>()
            .AddSingleton<BotAdvancement>();

    /// <exception cref="SettingException">A setting is wrong.</exception>
    public static LifecycleOptions Options(IConfiguration configuration) =>
        new()
        {
            StageLead = LifecycleSettings.StageLead.Read(configuration)!.Value,
            JoinLead = LifecycleSettings.JoinLead.Read(configuration)!.Value,
            JoinGrace = LifecycleSettings.JoinGrace.Read(configuration)!.Value,
            LaunchTimeout = LifecycleSettings.LaunchTimeout.Read(configuration)!.Value,
            BreakoutRoomTimeout = LifecycleSettings.BreakoutRoomTimeout.Read(configuration)!.Value,
            LeaveTimeout = LifecycleSettings.LeaveTimeout.Read(configuration)!.Value,
            PostProcessingTimeout = LifecycleSettings.PostProcessingTimeout.Read(configuration)!.Value,
            HeartbeatTimeout = LifecycleSettings.HeartbeatTimeout.Read(configuration)!.Value,
            SilenceTimeout = LifecycleSettings.SilenceTimeout.Read(configuration)!.Value,
            OutageGrace = LifecycleSettings.OutageGrace.Read(configuration)!.Value,
        };
}
