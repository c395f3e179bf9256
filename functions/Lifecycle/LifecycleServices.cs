using Usher.Bots;
using Usher.Hosting;
using Usher.Storage;

namespace Usher.Lifecycle;

internal static class LifecycleServices
{
    private const string Durable = "durable";

    public static IServiceCollection AddLifecycle(this IServiceCollection services, IConfiguration configuration)
    {
        var options = new LifecycleOptions();
        configuration.GetSection("Usher:Lifecycle").Bind(options);
        return services
            .AddSingleton(options)
            .AddSingleton<AdvanceBot>()
            .AddSingleton<WakeOverdueBots>()
            .AddSingleton<InspectLeftovers>()
            .AddSingleton<BotDispatcher>();
    }

    public static void MapLifecycle(this WebApplication app)
    {
        var inspector = app.Services.GetRequiredService<InspectLeftovers>();
        var (dispatcher, advance, watchdog) = (
            app.Services.GetRequiredService<BotDispatcher>(), app.Services.GetRequiredService<AdvanceBot>(), app.Services.GetRequiredService<WakeOverdueBots>());
        app.MapQueueTrigger("DispatchBotEvents", BotQueues.EventsName, (trigger, token) =>
            dispatcher.DispatchAsync(BotAnnouncement.Parse(trigger.MessageText), trigger.Client(Durable), token));
        app.MapTimerTrigger(nameof(InspectLeftovers), (_, token) => inspector.RunAsync(token));
        app.MapTimerTrigger(nameof(WakeOverdueBots), (trigger, token) => watchdog.RunAsync(trigger.Client(Durable), token));
        app.MapActivityTrigger(AdvanceBot.FunctionName, advance.RunAsync);
        app.MapOrchestrationTrigger(BotLifecycle.FunctionName, BotLifecycle.RunAsync);
    }
}
