namespace Usher.LocalHost.Http;

/// <summary>Bridges a handler that is just starting again: connecting is tried eleven times, 50 to 250 ms apart. Source: RetryProxyHandler of the Functions host.</summary>
internal sealed class ConnectRetryHandler(TimeProvider clock) : DelegatingHandler
{
    private const int MaxRetries = 10;

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        for (var retries = 0; ; retries++)
        {
            try
            {
                return await base.SendAsync(request, cancellationToken);
            }
            catch (HttpRequestException exception) when (exception.HttpRequestError == HttpRequestError.ConnectionError && retries < MaxRetries)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(Math.Min(250, 50 * (retries + 1))), clock, cancellationToken);
            }
        }
    }
}
