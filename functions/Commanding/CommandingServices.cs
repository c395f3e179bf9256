namespace Usher.Commanding;

internal static class CommandingServices
{
    public static IServiceCollection AddCommanding(this IServiceCollection services) =>
        services.AddSingleton<BotStreams>().AddSingleton<MeetingStreams>();
}
