using System.Net.Sockets;

namespace Usher.LocalHost.Handler;

/// <summary><c>GET /</c> every 25 ms until something answers, whatever it is. Source: DefaultHttpWorkerService.IsWorkerReady.</summary>
internal static class ReadinessProbe
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(25);

    /// <summary>Returns at the first answer, or when <paramref name="exited"/> completes.</summary>
    public static async Task WaitAsync(Uri address, Task exited, TimeProvider clock, CancellationToken cancellationToken)
    {
        using var client = new HttpClient(new SocketsHttpHandler { UseProxy = false, AllowAutoRedirect = false }) { Timeout = Timeout.InfiniteTimeSpan };
        while (!exited.IsCompleted)
        {
            try
            {
                using var answer = await client.GetAsync(address, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
                return;
            }
            catch (HttpRequestException exception) when (exception.InnerException is SocketException)
            {
                await Task.WhenAny(exited, Task.Delay(Interval, clock, cancellationToken));
                cancellationToken.ThrowIfCancellationRequested();
            }
            catch (HttpRequestException)
            {
                // Something is there, even if it does not speak HTTP well.
                return;
            }
        }
    }
}
