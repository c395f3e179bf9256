using System.Net;

namespace Usher.Tests.Fuzz;

/// <summary>A body of unknown length: each piece is sent as a chunk of its own.</summary>
internal sealed class PiecesContent(byte[] body, int length) : HttpContent
{
    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context)
    {
        for (var at = 0; at < body.Length; at += length)
        {
            await stream.WriteAsync(body.AsMemory(at, Math.Min(length, body.Length - at)));
            await stream.FlushAsync();
        }
    }

    protected override bool TryComputeLength(out long length)
    {
        length = 0;
        return false;
    }
}
