using System.Buffers;
using System.IO.MemoryMappedFiles;

namespace Usher.Wire.Bodies;

/// <summary>
/// Memory outside the garbage-collected heap that is returned to the system immediately. Meant for large, long-lived buffers: the collector
/// lets garbage grow in proportion to the memory in use.
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
