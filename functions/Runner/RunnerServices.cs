namespace Usher.Runner;

internal static class RunnerServices
{
    /// <exception cref="SettingException">A setting is wrong.</exception>
    public static IServiceCollection AddRunner(this IServiceCollection services, IConfiguration configuration)
    {
        return services
            .AddSingleton(provider =>
            {
                var keys = provider.GetRequiredService<Settings>().TokenKeys;
                return new RunnerTokens(keys[0], provider.GetRequiredService<TimeProvider>(), [.. keys.Skip(1)]);
            })
            .AddSingleton(provider => new RunnerKey(provider.GetRequiredService<Settings>().RunnerKey))
            .AddSingleton(provider => new PublicUrl(provider.GetRequiredService<Settings>().PublicUrl))
            .AddSingleton(SimulationOptions.Read(configuration))
            .AddSingleton<RunnerCommands>()
            .AddSingleton<SimulatedMeeting>();
    }
}
