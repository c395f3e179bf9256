using Microsoft.Extensions.Logging.Abstractions;
using Usher.LocalHost.Durable;

namespace Usher.Tests.LocalHost.Durable;

public sealed class BackgroundWorkTests
{
    [Fact]
    public async Task Whoever_comes_after_the_end_is_told_so_and_runs_nothing()
    {
        var (work, hasRun) = (new BackgroundWork(NullLogger.Instance), false);
        await work.DisposeAsync();

        work.Run(_ =>
        {
            hasRun = true;
            return Task.CompletedTask;
        });

        Assert.True(work.Stopping.IsCancellationRequested);
        Assert.False(hasRun);
    }
}
