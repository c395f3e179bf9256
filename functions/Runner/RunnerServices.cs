namespace Usher.Runner;

internal static class RunnerServices
{
    /// <summary>A message can be hidden for so long.</summary>
    private static readonly TimeSpan LongestStep = TimeSpan.FromDays(7);

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
            .AddSingleton(Simulation(configuration))
            .AddSingleton<RunnerCommands>()
            .AddSingleton<SimulatedMeeting>();
    }

    /// <exception cref="SettingException">A setting is wrong.</exception>
    public static SimulationOptions Simulation(IConfiguration configuration)
    {
        var (times, defaults) = (new TimeSettings(configuration, "Usher:Simulation"), new SimulationOptions());
        return new SimulationOptions
        {
            Admission = Step(nameof(SimulationOptions.Admission), defaults.Admission),
            MeetingLength = Step(nameof(SimulationOptions.MeetingLength), defaults.MeetingLength),
            Departure = Step(nameof(SimulationOptions.Departure), defaults.Departure),
            Processing = Step(nameof(SimulationOptions.Processing), defaults.Processing),
        };

        TimeSpan Step(string name, TimeSpan fallback) => times.Read(name, fallback, TimeSpan.Zero, LongestStep);
    }
}
