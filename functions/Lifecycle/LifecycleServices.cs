using Usher.Bots;

namespace Usher.Lifecycle;

internal static class LifecycleServices
{
    public static IServiceCollection AddLifecycle(this IServiceCollection services, IConfiguration configuration)
    {
        var options = new LifecycleOptions();
        configuration.GetSection("Usher:Lifecycle").Bind(options);
        return services.AddSingleton(options).AddSingleton<RunnerSigns>().AddSingleton<BotAdvancement>();
    }
}
