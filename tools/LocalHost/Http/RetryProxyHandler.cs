namespace Usher.LocalHost.Http;

/// <summary>
/// Bridges the time until the worker's web server is up: up to ten tries, 50 to 250 ms apart. Source: RetryProxyHandler of the Functions
/// host.
/// </summary>
internal sealed class RetryProxyHandler(TimeProvider clock)
    : DelegatingHandler(
        new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            UseProxy = false,
        }
    )
{
    private const int MaxTries = 10;
    private static readonly TimeSpan MaxDelay = TimeSpan.FromMilliseconds(250);

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var delay = TimeSpan.FromMilliseconds(50);
        for (var tries = 1; ; tries++)
        {
            try
            {
                return await base.SendAsync(request, cancellationToken);
            }
            catch (HttpRequestException) when (tries < MaxTries)
            {
                await Task.Delay(delay, clock, cancellationToken);
                delay = delay * 2 < MaxDelay ? delay * 2 : MaxDelay;
            }
        }
    }
}
