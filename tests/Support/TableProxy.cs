using System.Net.Sockets;
using System.Runtime.CompilerServices;
using System.Text;
using System.Threading.Channels;

namespace Usher.Tests.Support;

/// <summary>A TCP proxy in front of the Table service that tampers with transactions.</summary>
internal sealed class TableProxy : Relay
{
    private readonly Channel<byte[]> late = Channel.CreateUnbounded<byte[]>();
    private int next;
    private int transactions;

    public TableProxy(string connectionString)
    {
        var part = connectionString.Split(';').Single(part => part.StartsWith("TableEndpoint=", StringComparison.Ordinal));
        ServerPort = new Uri(part["TableEndpoint=".Length..]).Port;
        ConnectionString = connectionString.Replace($":{ServerPort}/", $":{EndPoint.Port}/", StringComparison.Ordinal);
    }

    public string ConnectionString { get; }

    /// <summary>The number of transactions received; all but the first pass unchanged.</summary>
    public int Transactions => transactions;

    public Fate Next
    {
        set => next = (int)value;
    }

    protected override int ServerPort { get; }

    /// <summary>Finally lets through a request that its client has given up on.</summary>
    /// <returns>Completes when the service has answered it.</returns>
    public async Task LetLateRequestThroughAsync(CancellationToken cancellationToken)
    {
        var request = await late.Reader.ReadAsync(cancellationToken);
        using var service = await ConnectAsync();
        await service.GetStream().WriteAsync(request, cancellationToken);
        Assert.NotEqual(0, await service.GetStream().ReadAsync(new byte[1], cancellationToken));
    }

    protected override Task RelayAsync(NetworkStream client, NetworkStream server)
    {
        var fate = new StrongBox<Fate>();
        return Task.WhenAny(RequestsAsync(client, server, fate), AnswersAsync(server, client, fate));
    }

    private async Task RequestsAsync(NetworkStream from, NetworkStream to, StrongBox<Fate> fate)
    {
        var buffer = new byte[64 * 1024];
        for (int count; (count = await from.ReadAsync(buffer, Stopped)) > 0; )
        {
            if (IsTransaction(buffer.AsSpan(0, count)))
            {
                Interlocked.Increment(ref transactions);
                fate.Value = (Fate)Interlocked.Exchange(ref next, (int)Fate.Passes);
                switch (fate.Value)
                {
                    case Fate.CutBefore:
                        return;
                    case Fate.RequestIsLate:
                        await KeepAsync(buffer.AsMemory(0, count), from);
                        return;
                }
            }

            await to.WriteAsync(buffer.AsMemory(0, count), Stopped);
        }
    }

    private async Task AnswersAsync(NetworkStream from, NetworkStream to, StrongBox<Fate> fate)
    {
        var buffer = new byte[64 * 1024];
        for (int count; (count = await from.ReadAsync(buffer, Stopped)) > 0; )
        {
            switch (fate.Value)
            {
                case Fate.CutAfter:
                    return;
                case Fate.AnswerIsLate:
                    // Until the client gives up and disconnects.
                    await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, Stopped);
                    break;
            }

            await to.WriteAsync(buffer.AsMemory(0, count), Stopped);
        }
    }

    /// <summary>Reads the whole request, until the client gives up and disconnects.</summary>
    private async Task KeepAsync(ReadOnlyMemory<byte> start, NetworkStream from)
    {
        using var request = new MemoryStream();
        await request.WriteAsync(start, Stopped);
        try
        {
            await from.CopyToAsync(request, Stopped);
        }
        catch (IOException)
        {
            // Some clients disconnect this way.
        }

        late.Writer.TryWrite(request.ToArray());
    }

    private static bool IsTransaction(ReadOnlySpan<byte> received)
    {
        var line = Encoding.ASCII.GetString(received[..Math.Min(received.Length, 200)]).Split('\r')[0];
        return line.StartsWith("POST ", StringComparison.Ordinal) && line.Contains("$batch", StringComparison.Ordinal);
    }
}
