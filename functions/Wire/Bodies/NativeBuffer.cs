using System.Buffers;
using System.IO.MemoryMappedFiles;

namespace Usher.Wire.Bodies;

/// <summary>
/// Memory outside of the collector's heap, which the system has back at once. For what is large and lives long: the collector lets
/// garbage pile up in proportion to what that large is in use.
/// </summary>
internal sealed unsafe class NativeBuffer : MemoryManager<byte>
{
    private readonly int length;
    private readonly MemoryMappedFile memory;
    private readonly MemoryMappedViewAccessor view;
    private byte* start;

    public NativeBuffer(int length)
    {
        this.length = length;
        memory = MemoryMappedFile.CreateNew(mapName: null, length);
        view = memory.CreateViewAccessor(0, length);
        view.SafeMemoryMappedViewHandle.AcquirePointer(ref start);
    }

    public override Span<byte> GetSpan()
    {
        ObjectDisposedException.ThrowIf(start is null, this);
        return new Span<byte>(start, length);
    }

    public override MemoryHandle Pin(int elementIndex = 0)
    {
        ObjectDisposedException.ThrowIf(start is null, this);
        ArgumentOutOfRangeException.ThrowIfGreaterThan((uint)elementIndex, (uint)length);
        return new MemoryHandle(start + elementIndex);
    }

    public override void Unpin() { }

    protected override void Dispose(bool disposing)
    {
        if (start is not null)
        {
            start = null;
            view.SafeMemoryMappedViewHandle.ReleasePointer();
        }

        view.Dispose();
        memory.Dispose();
    }
}
