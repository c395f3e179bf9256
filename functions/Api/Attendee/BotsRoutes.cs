namespace Usher.Api.Attendee;

/// <summary>The surface of this dialect, one line per operation. Each line has a function.json; a test holds the two together.</summary>
internal static class BotsRoutes
{
    private const string Bots = "/api/v1/bots";
    private const string Bot = Bots + "/{id}";
    private const string Leave = Bot + "/leave";
    private const string Deliveries = Bot + "/webhook_deliveries";
    private const string Redeliver = Deliveries + "/{delivery}/redeliver";
    private static readonly string[] Read = ["GET", "HEAD"];

    public static void MapAttendee(this WebApplication app)
    {
        var services = app.Services;
        var authentication = services.GetRequiredService<AttendeeAuthentication>();
        var (create, list, update, operations) = (
            services.GetRequiredService<CreateBot>(), services.GetRequiredService<ListBots>(), services.GetRequiredService<UpdateBot>(),
            services.GetRequiredService<BotOperations>());
        var deliveries = services.GetRequiredService<WebhookDeliveryOperations>();

        app.MapMethods(Bots, Read, authentication.For(list.HandleAsync));
        app.MapPost(Bots, authentication.For(create.HandleAsync));
        app.MapMethods(Bot, Read, authentication.For((context, caller, token) => operations.GetAsync(caller, Id(context), token)));
        app.MapPatch(Bot, authentication.For((context, caller, token) => update.HandleAsync(context, caller, Id(context), token)));
        app.MapDelete(Bot, authentication.For((context, caller, token) => operations.DeleteAsync(caller, Id(context), token)));
        app.MapPost(Leave, authentication.For((context, caller, token) => operations.LeaveAsync(caller, Id(context), token)));
        app.MapMethods(Deliveries, Read, authentication.For(deliveries.ListAsync));
        app.MapPost(Redeliver, authentication.For(deliveries.RedeliverAsync));

        app.Map(Bots, authentication.For(OtherMethod("GET, POST, HEAD, OPTIONS")));
        app.Map(Bot, authentication.For(OtherMethod("GET, PATCH, DELETE, HEAD, OPTIONS")));
        app.Map(Leave, authentication.For(OtherMethod("POST, OPTIONS")));
        app.Map(Deliveries, authentication.For(OtherMethod("GET, HEAD, OPTIONS")));
        app.Map(Redeliver, authentication.For(OtherMethod("POST, OPTIONS")));
        app.Map("/api/v1/{**rest}", NotFoundAsync);
    }

    private static AttendeeAuthentication.Operation OtherMethod(string allow) => (context, _, _) => Task.FromResult(
        HttpMethods.IsOptions(context.Request.Method)
            ? new HttpAnswer(200, default, ("Allow", allow))
            : AttendeeAnswer.Detail(405, $"Method \"{context.Request.Method}\" not allowed.", ("Allow", allow)));

    private static Task NotFoundAsync(HttpContext context) => AttendeeAnswer.Error(404, "Not found").WriteAsync(context);

    private static string Id(HttpContext context) => (string)context.Request.RouteValues["id"]!;
}
