using System.Buffers;
using System.Text;
using Usher.Wire;

namespace Usher.Tests.Wire;

public sealed class JsonBodyTests
{
    private const int Length = 9_000_000;

    /// <summary>One for each thread would add up to more memory than the smallest instance can spare.</summary>
    [Fact]
    public void Parsing_a_large_body_leaves_no_large_array_in_the_pool()
    {
        var body = Encoding.UTF8.GetBytes($$$"""{"metadata": {"a": "{{{new string('a', Length)}}}"}}""");
        var parsed = Assert.IsType<JsonBody.Parsed>(JsonBody.Parse(body));

        var before = GC.GetAllocatedBytesForCurrentThread();
        var rented = ArrayPool<byte>.Shared.Rent(body.Length);
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;

        Assert.True(allocated >= rented.Length, $"An array of {rented.Length} bytes was in the pool.");
        Assert.Equal(Length, parsed.Root.GetProperty("metadata").GetProperty("a").GetString()!.Length);
    }
}
