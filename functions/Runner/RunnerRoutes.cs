namespace Usher.Runner;

/// <summary>The surface of the runner port. Each line has a function.json; a test holds the two together.</summary>
internal static class RunnerRoutes
{
    public static void MapRunnerPort(this WebApplication app)
    {
        var port = app.Services.GetRequiredService<RunnerPort>();
        var authentication = app.Services.GetRequiredService<RunnerAuthentication>();
        app.MapPost("/runner/v1/bots/{id}/events", authentication.For(port.ReportAsync));
        app.MapPost("/runner/v1/bots/{id}/claim", authentication.For(port.ClaimAsync));
        app.MapPost("/runner/v1/bots/{id}/heartbeat", authentication.For(port.HeartbeatAsync));
        app.MapGet("/runner/v1/bots/{id}/image", authentication.For(port.ImageAsync));
        app.Map("/runner/{**rest}", context => RunnerAnswer.Error(404, "Not found").WriteAsync(context));
    }
}
