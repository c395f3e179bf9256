using System.IO.Pipelines;
using Microsoft.AspNetCore.Http;
using Usher.Tests.Support;
using Usher.Wire.Bodies;

namespace Usher.Tests.Wire.Bodies;

/// <summary>However slowly a body arrives, the client's time does not count against storage's.</summary>
public sealed class BodyReaderTests : IDisposable
{
    private readonly ManualTime clock = new();
    private readonly Pipe pipe = new();
    private readonly LargeBodies large;
    private readonly StorageBudget budget;
    private readonly BodyReader reader;

    public BodyReaderTests()
    {
        large = new LargeBodies(clock);
        budget = new StorageBudget(clock, TestContext.Current.CancellationToken);
        reader = new BodyReader(large, budget, clock);
    }

    public void Dispose()
    {
        budget.Dispose();
        large.Dispose();
    }

    [Fact]
    public async Task Storage_has_its_full_time_after_a_slow_body()
    {
        var reading = ReadAsync();
        for (var piece = 0; piece < 5; piece++)
        {
            await pipe.Writer.WriteAsync(new byte[10], TestContext.Current.CancellationToken);
            clock.Advance(TimeSpan.FromSeconds(31));
        }

        await pipe.Writer.CompleteAsync();
        Assert.Equal(50, (await reading)!.Value.Length);

        clock.Advance(TimeSpan.FromSeconds(29));
        Assert.False(budget.Token.IsCancellationRequested);
        clock.Advance(TimeSpan.FromSeconds(1));
        await Eventually.IsTrueAsync(() => budget.Token.IsCancellationRequested);
    }

    [Fact]
    public async Task A_body_that_takes_too_long_is_answered_with_408()
    {
        var reading = ReadAsync();
        await pipe.Writer.WriteAsync(new byte[10], TestContext.Current.CancellationToken);
        clock.Advance(TimeSpan.FromMinutes(3));

        Assert.Equal(408, (await Assert.ThrowsAsync<BadHttpRequestException>(() => reading)).StatusCode);
    }

    [Fact]
    public async Task A_body_that_breaks_off_is_not_a_storage_failure()
    {
        var reading = ReadAsync();
        await pipe.Writer.CompleteAsync(new IOException("The client reset the request stream."));

        Assert.Equal(400, (await Assert.ThrowsAsync<BadHttpRequestException>(() => reading)).StatusCode);
    }

    [Theory]
    [InlineData(null)]
    [InlineData(200_000)]
    public async Task A_large_body_is_read_whole(int? length)
    {
        var bytes = new byte[200_000];
        Random.Shared.NextBytes(bytes);
        var reading = ReadAsync(length);
        await pipe.Writer.WriteAsync(bytes, TestContext.Current.CancellationToken);
        await pipe.Writer.CompleteAsync();

        Assert.True((await reading)!.Value.Span.SequenceEqual(bytes));
    }

    [Fact]
    public async Task Of_many_large_bodies_a_few_are_read_and_some_wait_for_a_limited_time()
    {
        List<Task<LargeBody?>> entering = [.. Enumerable.Range(0, 100).Select(_ => EnterAsync())];
        var held = entering.Where(entry => entry.IsCompleted).Select(entry => entry.Result).OfType<LargeBody>().ToList();
        Assert.InRange(held.Count, 2, 8);
        Assert.InRange(entering.Count(entry => entry.IsCompleted), 50, 90);

        var waiting = entering.Where(entry => !entry.IsCompleted).ToList();
        held[0].Dispose();
        Assert.NotNull(await await Task.WhenAny(waiting));

        clock.Advance(TimeSpan.FromSeconds(10));
        Assert.Equal(held.Count + 1, (await Task.WhenAll(entering)).Count(place => place is not null));
    }

    [Fact]
    public async Task A_request_without_room_for_its_body_is_told_to_retry()
    {
        while (EnterAsync() is { IsCompleted: true }) { }

        var reading = ReadAsync(length: 200_000);
        clock.Advance(TimeSpan.FromSeconds(10));

        Assert.Equal(503, (await Assert.ThrowsAsync<BadHttpRequestException>(() => reading)).StatusCode);
    }

    private Task<LargeBody?> EnterAsync() => large.EnterAsync(new DefaultHttpContext().Response, TestContext.Current.CancellationToken);

    private Task<ReadOnlyMemory<byte>?> ReadAsync(int? length = null) =>
        reader.ReadAsync(
            new DefaultHttpContext { Request = { Body = pipe.Reader.AsStream(), ContentLength = length } }.Request,
            TestContext.Current.CancellationToken
        );
}
