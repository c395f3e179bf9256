namespace Usher.Wire.Bodies;

/// <summary>A place among the large bodies, held until the request is answered.</summary>
/// <param name="buffer">Room for the largest body, and a byte by which one that is larger shows.</param>
internal sealed class LargeBody(LargeBodies bodies, NativeBuffer buffer) : IDisposable
{
    private bool isWorkedOn;

    public Memory<byte> Buffer => buffer.Memory;

    /// <summary>Waits until what was read may be worked on.</summary>
    public async Task WorkAsync(CancellationToken cancellationToken)
    {
        await bodies.BeginWorkAsync(cancellationToken);
        isWorkedOn = true;
    }

    public void Dispose() => bodies.Leave(buffer, isWorkedOn);
}
