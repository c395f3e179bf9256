using System.Net;
using System.Net.Sockets;

namespace Usher.Webhooks;

/// <summary>
/// Connects to public addresses only. It resolves the name, checks the address and connects to that same address, so DNS rebinding gains
/// nothing.
/// </summary>
/// <param name="allowLoopback">For development: also allows loopback addresses, which alone may go without TLS.</param>
internal sealed class PublicConnection(bool allowLoopback)
{
    public async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancellationToken)
    {
        var (host, port) = (context.DnsEndPoint.Host, context.DnsEndPoint.Port);
        var withTls = context.InitialRequestMessage.RequestUri?.Scheme == Uri.UriSchemeHttps;
        var addresses = IPAddress.TryParse(host, out var literal) ? [literal] : await Dns.GetHostAddressesAsync(host, cancellationToken);
        string? refusal = null;
        SocketException? failure = null;
        foreach (var address in addresses)
        {
            if (RefusalOf(address, withTls) is { } reason)
            {
                refusal ??= reason;
                continue;
            }

            try
            {
                return await ConnectAsync(address, port, cancellationToken);
            }
            catch (SocketException exception)
            {
                failure = exception;
            }
        }

        throw failure ?? (Exception)new AddressRefusedException(refusal ?? $"{host} has no address.");
    }

    /// <returns>Null if connecting is allowed.</returns>
    public string? RefusalOf(IPAddress address, bool withTls) =>
        allowLoopback && AddressRanges.IsLoopback(address) ? null
        : !withTls ? "The URL must use https."
        : AddressRanges.NameOf(address) is { } range ? $"{address} is not public ({range})."
        : null;

    private static async Task<NetworkStream> ConnectAsync(IPAddress address, int port, CancellationToken cancellationToken)
    {
        Socket? socket = null;
        try
        {
            socket = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
            socket.NoDelay = true;
            await socket.ConnectAsync(address, port, cancellationToken);
            var stream = new NetworkStream(socket, ownsSocket: true);
            socket = null;
            return stream;
        }
        finally
        {
            socket?.Dispose();
        }
    }
}
