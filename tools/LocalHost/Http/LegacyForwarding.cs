using System.Net.Http.Headers;
using Microsoft.Extensions.Primitives;
using Usher.LocalHost.Functions;

namespace Usher.LocalHost.Http;

/// <summary>
/// HTTP as hosts with <c>enableForwardingHttpRequest</c> alone hand it on: rebuilt, buffered, with everything that gets lost in between.
/// Source: DefaultHttpWorkerService and HttpRequestExtensions of the Functions host, and what a running one was seen to do.
/// </summary>
internal sealed class LegacyForwarding(Action<string> report, TimeProvider clock) : IDisposable
{
    private readonly HttpMessageInvoker client = new(new SocketsHttpHandler { UseProxy = false, AllowAutoRedirect = false, UseCookies = false });

    public async Task ForwardAsync(HttpContext context, Uri handler, CancellationToken timeout)
    {
        try
        {
            // Whether the client is still there is not passed on.
            using var request = Rebuild(context.Request, handler, Guid.CreateVersion7(clock.GetUtcNow()));
            using var response = await client.SendAsync(request, timeout);
            var body = await response.Content.ReadAsByteArrayAsync(timeout);
            context.Response.StatusCode = (int)response.StatusCode;
            foreach (var (name, values) in response.Headers.Concat(response.Content.Headers))
            {
                if (!name.Equals("Transfer-Encoding", StringComparison.OrdinalIgnoreCase))
                {
                    context.Response.Headers[name] = new StringValues([.. values]);
                }
            }

            await context.Response.Body.WriteAsync(body, timeout);
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException or OperationCanceledException or NotSupportedException)
        {
            report($"{context.Request.Method} {context.Request.Path} failed: {exception.Message}");
            if (!context.Response.HasStarted)
            {
                context.Response.StatusCode = StatusCodes.Status500InternalServerError;
            }
        }
    }

    public void Dispose() => client.Dispose();

    public static HttpRequestMessage Rebuild(HttpRequest original, Uri handler, Guid invocationId)
    {
        var request = new HttpRequestMessage(new HttpMethod(original.Method), Target(handler, original.Path, original.Query));
        foreach (var (name, values) in original.Headers)
        {
            // A content header is refused here, silently, and so gets lost: Content-Encoding, Content-Language, ...
            request.Headers.TryAddWithoutValidation(name, (IEnumerable<string?>)values);
        }

        // A chunked body has no length, and is not taken along; its Transfer-Encoding is, on which the sending fails.
        if (original.ContentLength > 0)
        {
            request.Content = new StreamContent(original.Body);
            request.Content.Headers.ContentLength = original.ContentLength;
            request.Content.Headers.TryAddWithoutValidation("Content-Type", original.ContentType);
        }

        request.Headers.TryAddWithoutValidation(HostHeaders.InvocationId, invocationId.ToString("D"));
        request.Headers.TryAddWithoutValidation(HostHeaders.HostVersion, HostHeaders.Version);
        request.Headers.UserAgent.Add(new ProductInfoHeaderValue(HostHeaders.Product, HostHeaders.Version));
        return request;
    }

    /// <summary>
    /// The path is decoded once and read as a URL again, so an escaped <c>?</c> or <c>#</c> cuts it off; repeated query keys are joined with commas,
    /// in any casing.
    /// </summary>
    public static Uri Target(Uri handler, PathString path, IQueryCollection query)
    {
        var encodedPath = new Uri(handler.GetLeftPart(UriPartial.Authority) + path.Value).AbsolutePath;
        var pairs = query.Select(pair => $"{Uri.EscapeDataString(pair.Key)}={Escape(pair.Value)}");
        return new Uri(handler, encodedPath + (query.Count > 0 ? "?" + string.Join('&', pairs) : ""));
    }

    private static string Escape(StringValues values) => string.Join(',', values.Select(value => Uri.EscapeDataString(value ?? "")));
}
