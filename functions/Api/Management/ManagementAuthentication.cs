using Usher.Storage;

namespace Usher.Api.Management;

/// <summary><c>Authorization: Bearer {management key}</c> for everything below <c>/manage/v1</c>; what is below <c>projects/{id}</c> needs that project. Without the setting nobody gets in.</summary>
internal sealed class ManagementAuthentication(Settings settings, Projects projects)
{
    private readonly string? key = settings.ManagementKey;

    public delegate Task<HttpAnswer> Operation(HttpContext context, string project, CancellationToken cancellationToken);

    public RequestDelegate For(Operation operation) => For(async (context, cancellationToken) =>
    {
        var project = (string)context.Request.RouteValues["id"]!;
        return await projects.ExistsAsync(project, cancellationToken)
            ? await operation(context, project, cancellationToken)
            : ManagementAnswer.ProjectNotFound();
    });

    public RequestDelegate For(Func<HttpContext, CancellationToken, Task<HttpAnswer>> operation) => context => AnswerEndpoint.RunAsync(context, ManagementAnswer.Unavailable, async cancellationToken =>
    {
        if (key is null)
        {
            return ManagementAnswer.Closed();
        }

        var header = context.Request.Headers.Authorization.ToString().Split(' ', 2, StringSplitOptions.TrimEntries);
        if (header is not [var scheme, var given] || !scheme.Equals("Bearer", StringComparison.OrdinalIgnoreCase) || !SameKey.Is(given, key))
        {
            return ManagementAnswer.Unauthorized();
        }

        return await operation(context, cancellationToken);
    });
}
