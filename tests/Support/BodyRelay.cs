using System.Net.Sockets;
using System.Text;

namespace Usher.Tests.Support;

/// <summary>
/// Stands between host and worker, and spoils the bodies of requests on their way: the host never passes on what is broken, so only here
/// the worker meets it as it would meet any client.
/// </summary>
internal sealed class BodyRelay : Relay
{
    /// <summary>In a body: nothing behind it comes any more.</summary>
    public const string Stall = "stall-here";

    /// <summary>In a body: a byte of its chunk gets lost.</summary>
    public const string BadChunk = "bad-chunk";

    public Uri Url => new($"http://{EndPoint}");

    /// <summary>The worker's own.</summary>
    public Uri? Worker { get; set; }

    protected override int ServerPort => Worker!.Port;

    protected override Task RelayAsync(NetworkStream client, NetworkStream server) =>
        Task.WhenAny(SpoilAsync(client, server), server.CopyToAsync(client, Stopped));

    private async Task SpoilAsync(NetworkStream from, NetworkStream to)
    {
        var buffer = new byte[64 * 1024];
        for (int count; (count = await from.ReadAsync(buffer, Stopped)) > 0; )
        {
            var text = Encoding.Latin1.GetString(buffer.AsSpan(0, count)).Replace(BadChunk, BadChunk[1..], StringComparison.Ordinal);
            var end = text.IndexOf(Stall, StringComparison.Ordinal);
            await to.WriteAsync(Encoding.Latin1.GetBytes(end < 0 ? text : text[..end]), Stopped);
            if (end >= 0)
            {
                await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, Stopped);
            }
        }
    }
}
