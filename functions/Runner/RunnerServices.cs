using Usher.Hosting;
using Usher.Storage;

namespace Usher.Runner;

internal static class RunnerServices
{
    private const string FunctionName = "RunSimulatedMeeting";

    public static IServiceCollection AddRunner(this IServiceCollection services, IConfiguration configuration)
    {
        var simulation = new SimulationOptions();
        configuration.GetSection("Usher:Simulation").Bind(simulation);
        return services
            .AddSingleton(provider => new RunnerTokens(provider.GetRequiredService<Settings>().TokenKey, provider.GetRequiredService<TimeProvider>()))
            .AddSingleton(provider => new RunnerKey(provider.GetRequiredService<Settings>().RunnerKey))
            .AddSingleton(provider => new PublicUrl(provider.GetRequiredService<Settings>().PublicUrl))
            .AddSingleton<RunnerAuthentication>()
            .AddSingleton<RunnerPort>()
            .AddSingleton(simulation)
            .AddSingleton<RunnerCommands>()
            .AddSingleton<SimulatedMeeting>();
    }

    public static void MapSimulatedMeeting(this WebApplication app)
    {
        var meeting = app.Services.GetRequiredService<SimulatedMeeting>();
        app.MapQueueTrigger(FunctionName, BotQueues.CommandsName, (trigger, token) =>
            meeting.PlayAsync(RunnerCommand.Parse(trigger.MessageText), isRepeated: trigger.DequeueCount > 1, token));
    }
}
