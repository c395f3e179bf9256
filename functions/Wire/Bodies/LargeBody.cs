namespace Usher.Wire.Bodies;

/// <summary>A slot for a large body, held until the response is sent.</summary>
/// <param name="buffer">Room for the largest body plus one byte, which reveals a larger one.</param>
internal sealed class LargeBody(LargeBodies bodies, NativeBuffer buffer) : IDisposable
{
    private bool isWorkedOn;

    public Memory<byte> Buffer => buffer.Memory;

    /// <summary>Waits until the body may be processed.</summary>
    public async Task WorkAsync(CancellationToken cancellationToken)
    {
        await bodies.BeginWorkAsync(cancellationToken);
        isWorkedOn = true;
    }

    public void Dispose() => bodies.Leave(buffer, isWorkedOn);
}
