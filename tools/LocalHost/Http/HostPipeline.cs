namespace Usher.LocalHost.Http;

/// <summary>The routing of one life of the host: the functions, and the host's own paths.</summary>
internal static class HostPipeline
{
    public static RequestDelegate Build(IServiceProvider services, Action<IEndpointRouteBuilder> map)
    {
        var pipeline = new ApplicationBuilder(services);
        pipeline.UseRouting();

        // Where the path fits and the method does not, routing would answer 405; the Functions host knows no such thing.
        pipeline.Use((context, next) =>
        {
            if (context.GetEndpoint() is not RouteEndpoint)
            {
                context.SetEndpoint(null);
            }

            return next(context);
        });
        pipeline.UseEndpoints(endpoints =>
        {
            endpoints.MapGet("/", (RequestDelegate)(context => context.Response.WriteAsync("The development host of Usher is running.")));
            map(endpoints);
        });
        return pipeline.Build();
    }
}
