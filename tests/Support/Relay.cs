using System.Net;
using System.Net.Sockets;

namespace Usher.Tests.Support;

/// <summary>Sits between a client and a server on this machine, and decides what it passes on between them.</summary>
internal abstract class Relay : IAsyncDisposable
{
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource stopped = new();
    private readonly Task accepting;

    protected Relay()
    {
        listener.Start();
        accepting = AcceptAsync();
    }

    protected IPEndPoint EndPoint => (IPEndPoint)listener.LocalEndpoint;

    protected CancellationToken Stopped => stopped.Token;

    /// <summary>The server's port.</summary>
    protected abstract int ServerPort { get; }

    public async ValueTask DisposeAsync()
    {
        await stopped.CancelAsync();
        listener.Dispose();
        await accepting;
        stopped.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <summary>Both connections are closed once it returns.</summary>
    protected abstract Task RelayAsync(NetworkStream client, NetworkStream server);

    protected async Task<TcpClient> ConnectAsync()
    {
        var server = new TcpClient();
        await server.ConnectAsync(IPAddress.Loopback, ServerPort, Stopped);
        return server;
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                _ = ServeAsync(await listener.AcceptTcpClientAsync(Stopped));
            }
        }
        catch (Exception end) when (end is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // The relay is closed.
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        using (client)
        {
            try
            {
                using var server = await ConnectAsync();
                await RelayAsync(client.GetStream(), server.GetStream());
            }
            catch (Exception end) when (end is IOException or SocketException or OperationCanceledException)
            {
                // One side has disconnected, so the other is disconnected too.
            }
        }
    }
}
