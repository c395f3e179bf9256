using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Usher.Tests.Support;

/// <summary>
/// Stands between host and worker, and spoils the bodies of requests on their way: the host never passes on what is broken, so only here
/// the worker meets it as it would meet any client.
/// </summary>
internal sealed class BodyRelay : IAsyncDisposable
{
    /// <summary>In a body: nothing behind it comes any more.</summary>
    public const string Stall = "stall-here";

    /// <summary>In a body: a byte of its chunk gets lost.</summary>
    public const string BadChunk = "bad-chunk";

    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource stopped = new();
    private readonly Task accepting;

    public BodyRelay()
    {
        listener.Start();
        accepting = AcceptAsync();
    }

    public Uri Url => new($"http://{listener.LocalEndpoint}");

    /// <summary>The worker's own.</summary>
    public Uri? Worker { get; set; }

    public async ValueTask DisposeAsync()
    {
        await stopped.CancelAsync();
        listener.Dispose();
        await accepting;
        stopped.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                _ = ServeAsync(await listener.AcceptTcpClientAsync(stopped.Token));
            }
        }
        catch (Exception end) when (end is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // The relay is closed.
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        try
        {
            using (client)
            using (var worker = new TcpClient())
            {
                await worker.ConnectAsync(Worker!.Host, Worker.Port, stopped.Token);
                var (from, to) = (client.GetStream(), worker.GetStream());
                await Task.WhenAny(SpoilAsync(from, to), to.CopyToAsync(from, stopped.Token));
            }
        }
        catch (Exception end) when (end is OperationCanceledException or IOException or SocketException)
        {
            // One of the two is gone.
        }
    }

    private async Task SpoilAsync(NetworkStream from, NetworkStream to)
    {
        var buffer = new byte[64 * 1024];
        for (int count; (count = await from.ReadAsync(buffer, stopped.Token)) > 0;)
        {
            var text = Encoding.Latin1.GetString(buffer.AsSpan(0, count)).Replace(BadChunk, BadChunk[1..], StringComparison.Ordinal);
            var end = text.IndexOf(Stall, StringComparison.Ordinal);
            await to.WriteAsync(Encoding.Latin1.GetBytes(end < 0 ? text : text[..end]), stopped.Token);
            if (end >= 0)
            {
                await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, stopped.Token);
            }
        }
    }
}
