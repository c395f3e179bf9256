using Microsoft.AspNetCore.Http.Features;

namespace Usher.Api;

/// <summary>
/// The server resolves <c>.</c> and <c>..</c> before anybody sees the path. Here they are the id of a bot that does not exist, so the path is taken as it was sent.
/// </summary>
internal static class PathAsSent
{
    public static void UsePathAsSent(this WebApplication app) => app.Use((context, next) =>
    {
        var path = context.Features.Get<IHttpRequestFeature>()!.RawTarget.Split('?')[0];
        if (path.StartsWith('/') && path.Split('/').Any(segment => Uri.UnescapeDataString(segment) is "." or ".."))
        {
            context.Request.Path = new PathString(Uri.UnescapeDataString(path));
        }

        return next(context);
    });
}
