namespace Usher.Api.Management;

/// <summary>The surface of the management API. Each line has a function.json; a test holds the two together.</summary>
internal static class ManagementRoutes
{
    private const string Projects = "/manage/v1/projects";
    private const string Project = Projects + "/{id}";
    private const string Keys = Project + "/keys";
    private const string Webhooks = Project + "/webhooks";
    private const string Webhook = Webhooks + "/{webhook}";

    public static IServiceCollection AddManagement(this IServiceCollection services) => services
        .AddSingleton<ManagementAuthentication>()
        .AddSingleton<ProjectOperations>()
        .AddSingleton<KeyOperations>()
        .AddSingleton<ProjectWebhookOperations>()
        .AddSingleton<PoisonOperations>()
        .AddSingleton<VerifyProject>();

    public static void MapManagement(this WebApplication app)
    {
        var (projects, keys) = (app.Services.GetRequiredService<ProjectOperations>(), app.Services.GetRequiredService<KeyOperations>());
        var operations = app.Services.GetRequiredService<ProjectWebhookOperations>();
        var (poison, verify) = (app.Services.GetRequiredService<PoisonOperations>(), app.Services.GetRequiredService<VerifyProject>());
        var authentication = app.Services.GetRequiredService<ManagementAuthentication>();
        app.MapPost(Projects, authentication.For(projects.CreateAsync));
        app.MapGet(Projects, authentication.For(projects.ListAsync));
        app.MapPost(Keys, authentication.For(keys.CreateAsync));
        app.MapGet(Keys, authentication.For(keys.ListAsync));
        app.MapPost(Keys + "/{key}/disable", authentication.For(keys.DisableAsync));
        app.MapPost(Keys + "/{key}/rotate", authentication.For(keys.RotateAsync));
        app.MapPost(Webhooks, authentication.For(operations.CreateAsync));
        app.MapGet(Webhooks, authentication.For(operations.ListAsync));
        app.MapDelete(Webhook, authentication.For(operations.DeleteAsync));
        app.MapPost(Webhook + "/rotate_secret", authentication.For(operations.RotateSecretAsync));
        app.MapPost(Webhook + "/test", authentication.For(operations.TestAsync));
        app.MapPost(Webhook + "/resume", authentication.For(operations.ResumeAsync));
        app.MapPost(Project + "/rotate_webhook_secret", authentication.For(operations.RotateSecretAsync));
        app.MapPost(Project + "/webhook_deliveries/redeliver", authentication.For(operations.RedeliverAsync));
        app.MapPost(Project + "/verify", authentication.For(verify.HandleAsync));
        app.MapPost("/manage/v1/poison/{queue}/retry", authentication.For(poison.RetryAsync));
        app.Map("/manage/{**rest}", context => ManagementAnswer.Error(404, "Not found").WriteAsync(context));
    }
}
