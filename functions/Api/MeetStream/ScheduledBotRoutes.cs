namespace Usher.Api.MeetStream;

/// <summary>The surface of this dialect. Each path has a function.json; a test holds the two together.</summary>
internal static class ScheduledBotRoutes
{
    private const string Allow = "PATCH, OPTIONS";

    /// <summary>The documentation names the first two, the SDKs the third; each with and without the version before it.</summary>
    public static readonly IReadOnlyList<string> ScheduledBot =
    [
        "/calendar/scheduled/{bot_id}", "/calendar/schedule/{bot_id}", "/calendar/scheduled_bots/{bot_id}",
        "/api/v1/calendar/scheduled/{bot_id}", "/api/v1/calendar/schedule/{bot_id}", "/api/v1/calendar/scheduled_bots/{bot_id}",
    ];

    public static void MapMeetStream(this WebApplication app)
    {
        var authentication = app.Services.GetRequiredService<MeetStreamAuthentication>();
        var update = app.Services.GetRequiredService<UpdateScheduledBot>();
        foreach (var path in ScheduledBot)
        {
            app.MapPatch(path, authentication.For((context, caller, token) =>
                update.HandleAsync(context, caller, (string)context.Request.RouteValues["bot_id"]!, token)));
            app.Map(path, authentication.For(OtherMethodAsync));
        }

        app.Map("/calendar/{**rest}", NotFoundAsync);
        app.Map("/api/v1/calendar/{**rest}", NotFoundAsync);
    }

    private static Task<HttpAnswer> OtherMethodAsync(HttpContext context, Caller caller, CancellationToken cancellationToken) => Task.FromResult(
        HttpMethods.IsOptions(context.Request.Method)
            ? new HttpAnswer(200, default, ("Allow", Allow))
            : MeetStreamAnswer.Refusal(405, $"Method \"{context.Request.Method}\" not allowed.", ("Allow", Allow)));

    private static Task NotFoundAsync(HttpContext context) => MeetStreamAnswer.Refusal(404, "Not found").WriteAsync(context);
}
