using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Usher.Tests.Support;

/// <summary>What becomes of the next transaction.</summary>
internal enum Fate
{
    Passes,

    /// <summary>The connection is cut before the service has heard of it.</summary>
    CutBefore,

    /// <summary>The service carries it out, and the connection is cut before its answer comes through.</summary>
    CutAfter,

    /// <summary>The service carries it out at once, and its answer comes when nobody waits for it any more.</summary>
    AnswerIsLate,

    /// <summary>The service hears of it when nobody waits for it any more.</summary>
    RequestIsLate,
}

/// <summary>A TCP proxy before the Table service that has its way with transactions.</summary>
internal sealed class TableProxy : IAsyncDisposable
{
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource stopped = new();
    private readonly int port;
    private readonly TimeSpan lateness;
    private readonly Task accepting;
    private int next;
    private int transactions;

    public TableProxy(string connectionString, TimeSpan lateness)
    {
        this.lateness = lateness;
        var part = connectionString.Split(';').Single(part => part.StartsWith("TableEndpoint=", StringComparison.Ordinal));
        port = new Uri(part["TableEndpoint=".Length..]).Port;
        listener.Start();
        ConnectionString = connectionString.Replace($":{port}/", $":{((IPEndPoint)listener.LocalEndpoint).Port}/", StringComparison.Ordinal);
        accepting = AcceptAsync();
    }

    public string ConnectionString { get; }

    /// <summary>Of transactions that have come in; all but the first one pass.</summary>
    public int Transactions => transactions;

    public Fate Next
    {
        set => next = (int)value;
    }

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
            // The proxy is closed.
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        using var service = new TcpClient();
        using (client)
        {
            try
            {
                await service.ConnectAsync(IPAddress.Loopback, port, stopped.Token);
                var fate = new StrongBox();
                await Task.WhenAny(RequestsAsync(client.GetStream(), service.GetStream(), fate), AnswersAsync(service.GetStream(), client.GetStream(), fate));
            }
            catch (Exception end) when (end is IOException or SocketException or OperationCanceledException)
            {
                // One side has gone: the other goes too.
            }
        }
    }

    private async Task RequestsAsync(NetworkStream from, NetworkStream to, StrongBox fate)
    {
        var buffer = new byte[64 * 1024];
        for (int count; (count = await from.ReadAsync(buffer, stopped.Token)) > 0;)
        {
            if (Encoding.ASCII.GetString(buffer, 0, Math.Min(count, 200)) is var start && start.StartsWith("POST ", StringComparison.Ordinal) && start.Split('\r')[0].Contains("$batch", StringComparison.Ordinal))
            {
                Interlocked.Increment(ref transactions);
                fate.Value = (Fate)Interlocked.Exchange(ref next, (int)Fate.Passes);
                if (fate.Value == Fate.CutBefore)
                {
                    return;
                }

                await (fate.Value == Fate.RequestIsLate ? Task.Delay(lateness, TimeProvider.System, stopped.Token) : Task.CompletedTask);
            }

            await to.WriteAsync(buffer.AsMemory(0, count), stopped.Token);
        }

        // Who hung up may have done so before its late request came through.
        await (fate.Value == Fate.RequestIsLate ? Task.Delay(lateness, TimeProvider.System, stopped.Token) : Task.CompletedTask);
    }

    private async Task AnswersAsync(NetworkStream from, NetworkStream to, StrongBox fate)
    {
        var buffer = new byte[64 * 1024];
        for (int count; (count = await from.ReadAsync(buffer, stopped.Token)) > 0;)
        {
            if (fate.Value == Fate.CutAfter)
            {
                return;
            }

            await (fate.Value == Fate.AnswerIsLate ? Task.Delay(lateness, TimeProvider.System, stopped.Token) : Task.CompletedTask);
            await to.WriteAsync(buffer.AsMemory(0, count), stopped.Token);
        }
    }

    private sealed class StrongBox
    {
        public Fate Value { get; set; }
    }
}
