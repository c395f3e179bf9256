using Usher.Api.Attendee;
using Usher.Api.MeetStream;
using Usher.Storage;

namespace Usher.Api;

internal static class ApiServices
{
    public static IServiceCollection AddApi(this IServiceCollection services) => services
        .AddSingleton<RunnerFeatures>()
        .AddSingleton<RequestRate>()
        .AddSingleton<Health>()
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

    /// <summary>Ready and alive; the probe of the Functions host is <c>GET /</c>. Only the first asks anything of anybody.</summary>
    public static void MapHealth(this WebApplication app)
    {
        app.MapGet("/", ProbeAsync);
        app.MapMethods("/health", ["GET", "HEAD"], app.Services.GetRequiredService<Health>().AnswerAsync);
        app.MapMethods("/live", ["GET", "HEAD"], LiveAsync);
    }

    private static Task LiveAsync(HttpContext context) => HttpAnswer.Json(200, new LiveBody("ok"), AttendeeJson.Wire.LiveBody).WriteAsync(context);

    /// <summary>
    /// The Functions host serves nothing before this has answered, so tables and queues are made behind the answer; where that fails, whoever needs them first is told.
    /// </summary>
    private static Task ProbeAsync(HttpContext context)
    {
        context.Response.OnCompleted(() =>
        {
            _ = context.RequestServices.GetRequiredService<StorageSetup>().EnsureAsync().ContinueWith(
                setup => setup.Exception, CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted, TaskScheduler.Default);
            return Task.CompletedTask;
        });
        return context.Response.WriteAsync("Usher", context.RequestAborted);
    }
}
