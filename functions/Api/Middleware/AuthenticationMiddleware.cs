using Microsoft.Azure.Functions.Worker.Middleware;
using Usher.Api.Routing;
using Usher.Storage;
using Usher.Wire;

namespace Usher.Api.Middleware;

/// <summary>
/// Authenticates the caller according to the path's dialect, before anything else is checked. Paths that do not exist need no
/// authentication, as the response reveals nothing.
/// </summary>
internal sealed class AuthenticationMiddleware(Dialects dialects, FunctionRoutes routes, StorageSetup setup) : IFunctionsWorkerMiddleware
{
    public async Task Invoke(FunctionContext context, FunctionExecutionDelegate next)
    {
        var http = context.GetHttpContext()!;
        var dialect = dialects.Of(http.Request.Path);
        if (context.FunctionDefinition.Name == nameof(WithoutRoute))
        {
            var allowed = new AllowedMethods(dialect.TellsMethods ? await routes.AllowAsync(http.Request.Path) : null);
            http.Items[typeof(AllowedMethods)] = allowed;
            if (allowed.Header is null)
            {
                await next(context);
                return;
            }
        }
        else if (!await routes.IsSpelledAsync(context.FunctionDefinition.Name, http.Request.Path))
        {
            context.GetInvocationResult().Value = dialect.NotFound(http.Request.Method);
            return;
        }

        if (dialect.NeedsStorage)
        {
            await setup.EnsureAsync().WaitAsync(http.RequestAborted);
        }

        var admission = await dialect.AdmitAsync(http.Request, http.RequestAborted);
        if (admission.Refusal is { } refusal)
        {
            context.GetInvocationResult().Value = admission.Mark(refusal);
            return;
        }

        if (admission.Who is { } who)
        {
            http.Items[who.GetType()] = who;
        }

        await next(context);
        var result = context.GetInvocationResult();
        result.Value = admission.Mark((HttpResult)result.Value!);
    }
}
