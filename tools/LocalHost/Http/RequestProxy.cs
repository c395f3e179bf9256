using System.Net;
using System.Text;
using Microsoft.AspNetCore.Http.Features;
using Usher.LocalHost.Functions;
using Yarp.ReverseProxy.Forwarder;

namespace Usher.LocalHost.Http;

/// <summary>
/// HTTP as hosts with <c>enableProxyingHttpRequest</c> hand it on: streamed both ways, path and query kept. Source: DefaultHttpProxyService of the
/// Functions host, which uses the same forwarder.
/// </summary>
internal sealed class RequestProxy(IHttpForwarder forwarder, Action<string> report, TimeProvider clock) : IDisposable
{
    // Path and query stay as they were sent, escape by escape.
    private static readonly UriCreationOptions AsSent = new() { DangerousDisablePathAndQueryCanonicalization = true };

    private static readonly ForwarderRequestConfig Configuration = new() { ActivityTimeout = TimeSpan.FromSeconds(240) };

    private readonly HttpMessageInvoker client = new(new ConnectRetryHandler(clock)
    {
        InnerHandler = new SocketsHttpHandler
        {
            UseProxy = false,
            AllowAutoRedirect = false,
            UseCookies = false,
            AutomaticDecompression = DecompressionMethods.None,
            RequestHeaderEncodingSelector = (_, _) => Encoding.Latin1,
        },
    });

    private readonly HostTransformer transformer = new(clock);

    public async Task ForwardAsync(HttpContext context, Uri handler, CancellationToken timeout)
    {
        var error = await forwarder.SendAsync(context, handler.AbsoluteUri, client, Configuration, transformer, timeout);
        if (error is ForwarderError.None || context.RequestAborted.IsCancellationRequested)
        {
            return;
        }

        report($"{context.Request.Method} {context.Request.Path} failed: {error}");
        if (!context.Response.HasStarted && context.Response.StatusCode >= 500)
        {
            context.Response.StatusCode = StatusCodes.Status500InternalServerError;
        }
    }

    public void Dispose() => client.Dispose();

    private sealed class HostTransformer(TimeProvider clock) : HttpTransformer
    {
        public override async ValueTask TransformRequestAsync(
            HttpContext httpContext, HttpRequestMessage proxyRequest, string destinationPrefix, CancellationToken cancellationToken)
        {
            // Hop-by-hop headers stay behind.
            await base.TransformRequestAsync(httpContext, proxyRequest, destinationPrefix, cancellationToken);
            if (httpContext.Features.Get<IHttpRequestFeature>() is { RawTarget: ['/', ..] target })
            {
                proxyRequest.RequestUri = new Uri(destinationPrefix.TrimEnd('/') + target, AsSent);
            }

            var invocationId = Guid.CreateVersion7(clock.GetUtcNow()).ToString("D");
            Set("X-Forwarded-For", httpContext.Connection.RemoteIpAddress?.ToString());
            Set("X-Forwarded-Host", httpContext.Request.Host.Value);
            Set("X-Forwarded-Proto", httpContext.Request.Scheme);
            Set(HostHeaders.ProxyInvocationId, invocationId);
            Set(HostHeaders.InvocationId, invocationId);
            Set(HostHeaders.HostVersion, HostHeaders.Version);

            // The handler sees its own address as Host.
            proxyRequest.Headers.Host = null;

            void Set(string name, string? value)
            {
                proxyRequest.Headers.Remove(name);
                proxyRequest.Headers.TryAddWithoutValidation(name, value);
            }
        }
    }
}
