using System.Net.Sockets;
using System.Text;

namespace Usher.Tests.Support;

/// <summary>
/// Sits between host and worker and corrupts request bodies on the way: the host never forwards broken bodies, so only this shows the
/// worker what any client might send.
/// </summary>
internal sealed class BodyRelay : Relay
{
    /// <summary>In a body: nothing after it arrives.</summary>
    public const string Stall = "stall-here";

    /// <summary>In a body: one byte of its chunk is lost.</summary>
    public const string BadChunk = "bad-chunk";

    public Uri Url => new($"http://{EndPoint}");

    /// <summary>The worker's own address.</summary>
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
