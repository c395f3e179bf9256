namespace Usher.Runner;

internal static class RunnerServices
{
    public static IServiceCollection AddRunner(this IServiceCollection services, IConfiguration configuration)
    {
        var simulation = new SimulationOptions();
        configuration.GetSection("Usher:Simulation").Bind(simulation);
        return services
            .AddSingleton(provider =>
            {
                var keys = provider.GetRequiredService<Settings>().TokenKeys;
                return new RunnerTokens(keys[0], provider.GetRequiredService<TimeProvider>(), [.. keys.Skip(1)]);
            })
            .AddSingleton(provider => new RunnerKey(provider.GetRequiredService<Settings>().RunnerKey))
            .AddSingleton(provider => new PublicUrl(provider.GetRequiredService<Settings>().PublicUrl))
            .AddSingleton(simulation)
            .AddSingleton<RunnerCommands>()
            .AddSingleton<SimulatedMeeting>();
    }
}
