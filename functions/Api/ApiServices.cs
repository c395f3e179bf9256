using Usher.Api.Attendee;
using Usher.Api.MeetStream;
using Usher.Storage;

namespace Usher.Api;

internal static class ApiServices
{
    public static IServiceCollection AddApi(this IServiceCollection services) => services
        .AddSingleton<RunnerFeatures>()
        .AddSingleton<RequestRate>()
        .AddSingleton<AttendeeAuthentication>()
        .AddSingleton<CreateBot>()
        .AddSingleton<ListBots>()
        .AddSingleton<UpdateBot>()
        .AddSingleton<BotOperations>()
        .AddSingleton<ListEvents>()
        .AddSingleton<GetDeadline>()
        .AddSingleton<MeetStreamAuthentication>()
        .AddSingleton<UpdateScheduledBot>()
        .AddSingleton<WebhookDeliveryOperations>();

    /// <summary>200 once storage is there; the probe of the Functions host is <c>GET /</c>, which asks nothing of anybody.</summary>
    public static void MapHealth(this WebApplication app)
    {
        app.MapGet("/", () => "Usher");
        app.MapMethods("/health", ["GET", "HEAD"], HealthAsync);
    }

    private static Task HealthAsync(HttpContext context) => AnswerEndpoint.RunAsync(
        context, AttendeeAnswer.Unavailable, _ => Task.FromResult(HttpAnswer.Json(200, new HealthBody("ok"), AttendeeJson.Wire.HealthBody)));

    /// <summary>Tables and queues are made behind the first probe, not before it: nothing is served until the handler listens.</summary>
    public static void WarmUp(this WebApplication app) => app.Lifetime.ApplicationStarted.Register(() =>
        _ = app.Services.GetRequiredService<StorageSetup>().EnsureAsync().ContinueWith(
            setup => setup.Exception, CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted, TaskScheduler.Default));
}
