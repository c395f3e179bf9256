namespace Usher.Api.Attendee;

/// <summary>The surface of this dialect, one line per operation. Each line has a function.json; a test holds the two together.</summary>
internal static class BotsRoutes
{
    private const string Bots = "/api/v1/bots";
    private const string Bot = Bots + "/{id}";
    private const string Leave = Bot + "/leave";
    private const string BotEvents = Bot + "/events";
    private const string Deadline = Bot + "/deadline";
    private const string Events = "/api/v1/events";
    private const string AnyMethod = "GET, POST, PUT, PATCH, DELETE, HEAD, OPTIONS";
    private const string Deliveries = Bot + "/webhook_deliveries";
    private const string Redeliver = Deliveries + "/{delivery}/redeliver";
    private static readonly string[] Read = ["GET", "HEAD"];

    /// <summary>What the peer has beside bots, and nobody has here.</summary>
    private static readonly string[] EmptyCollections = ["/api/v1/calendars", "/api/v1/calendar_events", "/api/v1/zoom_oauth_connections"];

    public static void MapAttendee(this WebApplication app)
    {
        var services = app.Services;
        var authentication = services.GetRequiredService<AttendeeAuthentication>();
        var (create, list, update, operations) = (
            services.GetRequiredService<CreateBot>(), services.GetRequiredService<ListBots>(), services.GetRequiredService<UpdateBot>(),
            services.GetRequiredService<BotOperations>());
        var (events, deadline) = (services.GetRequiredService<ListEvents>(), services.GetRequiredService<GetDeadline>());
        var deliveries = services.GetRequiredService<WebhookDeliveryOperations>();

        // To routing a slash at the end is nothing; here it makes another path, and there is none.
        app.UseWhen(
            context => context.Request.Path.Value is ['/', 'a', 'p', 'i', '/', .., '/'],
            other => other.Run(NotFoundAsync));
        app.MapMethods(Bots, Read, authentication.For(list.HandleAsync));
        app.MapPost(Bots, authentication.For(create.HandleAsync));
        app.MapMethods(Bot, Read, authentication.For((context, caller, token) => operations.GetAsync(context, caller, Id(context), token)));
        app.MapPatch(Bot, authentication.For((context, caller, token) => update.HandleAsync(context, caller, Id(context), token)));
        app.MapDelete(Bot, authentication.For((context, caller, token) => operations.DeleteAsync(context, caller, Id(context), token)));
        app.MapPost(Leave, authentication.For((context, caller, token) => operations.LeaveAsync(context, caller, Id(context), token)));
        app.MapMethods(BotEvents, Read, authentication.For((context, caller, token) => events.OfBotAsync(context, caller, Id(context), token)));
        app.MapMethods(Deadline, Read, authentication.For((context, caller, token) => deadline.HandleAsync(caller, Id(context), token)));
        app.MapMethods(Events, Read, authentication.For(events.OfProjectAsync));
        app.MapMethods(Deliveries, Read, authentication.For(deliveries.ListAsync));
        app.MapPost(Redeliver, authentication.For(deliveries.RedeliverAsync));

        app.Map(Bots, authentication.For(OtherMethod("GET, POST, HEAD, OPTIONS")));
        app.Map(Bot, authentication.For(OtherMethod("GET, PATCH, DELETE, HEAD, OPTIONS")));
        app.Map(Leave, authentication.For(OtherMethod("POST, OPTIONS")));
        app.Map(BotEvents, authentication.For(OtherMethod("GET, HEAD, OPTIONS")));
        app.Map(Deadline, authentication.For(OtherMethod("GET, HEAD, OPTIONS")));
        app.Map(Events, authentication.For(OtherMethod("GET, HEAD, OPTIONS")));
        app.Map(Deliveries, authentication.For(OtherMethod("GET, HEAD, OPTIONS")));
        app.Map(Redeliver, authentication.For(OtherMethod("POST, OPTIONS")));
        foreach (var collection in EmptyCollections)
        {
            app.MapMethods(collection, Read, authentication.For((_, _, _) => Task.FromResult(AttendeeAnswer.EmptyPage())));
            app.Map(collection, authentication.For(OtherMethod("GET, HEAD, OPTIONS")));
        }

        app.Map("/api/v1/{**rest}", NotFoundAsync);
    }

    private static Operation OtherMethod(string allow) => (context, _, _) => Task.FromResult(
        HttpMethods.IsOptions(context.Request.Method)
            ? new HttpAnswer(200, default, ("Allow", allow))
            : AttendeeAnswer.MethodNotAllowed(context.Request.Method, allow));

    /// <summary>Nobody needs to be known here: there is nothing to hide.</summary>
    private static Task NotFoundAsync(HttpContext context) => (context.Request.Method switch
    {
        "OPTIONS" => new HttpAnswer(200, default, ("Allow", AnyMethod)),
        "GET" or "HEAD" or "POST" or "PUT" or "PATCH" or "DELETE" => AttendeeAnswer.NotFound(),
        _ => AttendeeAnswer.MethodNotAllowed(context.Request.Method, AnyMethod),
    }).WriteAsync(context);

    private static string Id(HttpContext context) => (string)context.Request.RouteValues["id"]!;
}
