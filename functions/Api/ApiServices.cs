using Usher.Api.Attendee;
using Usher.Api.Management;
using Usher.Api.MeetStream;
using Usher.Api.Routing;
using Usher.Api.Runner;
using Usher.Api.Service;
using Usher.Wire.Bodies;

namespace Usher.Api;

internal static class ApiServices
{
    public static IServiceCollection AddApi(this IServiceCollection services) =>
        services
            .AddSingleton<ApiKeys>()
            .AddSingleton<KeyUses>()
            .AddSingleton<RunnerFeatures>()
            .AddSingleton<RequestRate>()
            .AddSingleton<BatchReport>()
            .AddSingleton<LargeBodies>()
            .AddSingleton<HealthCheck>()
            .AddSingleton<Punctuality>()
            .AddSingleton<RecordingSwitch>()
            .AddSingleton<WebhookSecretRotation>()
            .AddSingleton<MeetStreamBots>()
            .AddSingleton<FunctionRoutes>()
            .AddSingleton<Dialects>()
            .AddSingleton<AttendeeDialect>()
            .AddSingleton<MeetStreamDialect>()
            .AddSingleton<RunnerDialect>()
            .AddSingleton<ManagementDialect>()
            .AddSingleton<ServiceDialect>();
}
