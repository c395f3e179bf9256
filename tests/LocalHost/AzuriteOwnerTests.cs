using System.Collections.Concurrent;
using Usher.LocalHost.Storage;
using Usher.Tests.Support;

namespace Usher.Tests.LocalHost;

public sealed class AzuriteOwnerTests
{
    /// <summary>As after a kill of its host in the middle of a save that does not come to its end.</summary>
    [Fact]
    public async Task An_Azurite_that_still_works_on_the_folder_is_ended_before_another_one_starts()
    {
        var clock = new ManualTime(DateTimeOffset.UnixEpoch);
        var reports = new ConcurrentQueue<string>();
        using var folder = new TemporaryFolder();
        await using var first = await Azurite.StartAsync(folder.Path, _ => { }, clock, TestContext.Current.CancellationToken);
        ProcessSignal.Send(first.ProcessId, ProcessSignal.Stop);

        var starting = Azurite.StartAsync(folder.Path, reports.Enqueue, clock, TestContext.Current.CancellationToken);
        await Eventually.IsTrueAsync(() => reports.Contains($"Waiting for the Azurite of an earlier start to end: pid {first.ProcessId}"));
        Assert.False(first.Exited.IsCompleted);
        clock.Advance(TimeSpan.FromSeconds(10));

        await using var second = await starting;
        Assert.True(first.Exited.IsCompleted);
        Assert.Contains($"It did not end within 10 s; killing it: pid {first.ProcessId}", reports);
    }

    [Fact]
    public async Task An_Azurite_that_has_ended_is_not_waited_for()
    {
        var reports = new ConcurrentQueue<string>();
        using var folder = new TemporaryFolder();
        await using (await StartAsync()) { }

        await using var second = await StartAsync();

        Assert.DoesNotContain(reports, report => report.StartsWith("Waiting", StringComparison.Ordinal));

        Task<Azurite> StartAsync() =>
            Azurite.StartAsync(folder.Path, reports.Enqueue, TimeProvider.System, TestContext.Current.CancellationToken);
    }
}
