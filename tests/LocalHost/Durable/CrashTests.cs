using System.Globalization;
using FsCheck;
using FsCheck.Fluent;
using Usher.Hosting.Durable.Protobuf;
using Usher.LocalHost.Durable;
using Usher.Tests.Support;

namespace Usher.Tests.LocalHost.Durable;

/// <summary>The engine is killed between any two storage requests, before or after the request was carried out, and started again on the same table.</summary>
public sealed class CrashTests(AzuriteFixture azurite)
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Nothing_accepted_is_lost_at_any_single_point(bool lastOneIsCarriedOut)
    {
        await Parallel.ForAsync(1, 40, TestContext.Current.CancellationToken, async (point, _) =>
            await CollectAsync(events: 3, [point], lastOneIsCarriedOut, duplicateEvery: 0));
    }

    [Fact]
    public void Nothing_accepted_is_lost_in_any_series_of_crashes()
    {
        var cases =
            from events in Gen.Choose(1, 6)
            from crashes in Gen.Choose(1, 25).ListOf()
            from lastOneIsCarriedOut in Gen.Elements(false, true)
            from duplicateEvery in Gen.Elements(0, 1, 2, 3)
            select (events, crashes, lastOneIsCarriedOut, duplicateEvery);

        Prop.ForAll(cases.ToArbitrary(), run => CollectAsync(run.events, [.. run.crashes], run.lastOneIsCarriedOut, run.duplicateEvery))
            .Check(Config.QuickThrowOnFailure.WithMaxTest(30).WithEndSize(5));
    }

    private async Task CollectAsync(int events, int[] lives, bool lastOneIsCarriedOut, int duplicateEvery)
    {
        var options = DurableHost.NewHub() with { DuplicateEvery = duplicateEvery };
        var handler = Collector.Handler();
        var expected = Enumerable.Range(1, events).Select(n => n.ToString(CultureInfo.InvariantCulture)).ToArray();
        var waiting = new Queue<Func<DurableHost, Task>>(
        [
            host => host.StartAsync(Collector.Name, "c1", Collector.Input(events)),
            .. expected.Select<string, Func<DurableHost, Task>>(id => host => host.RaiseAsync("c1", "item", $"\"{id}\"")),
        ]);

        foreach (var life in lives)
        {
            using var transport = new DyingTransport(life, lastOneIsCarriedOut);
            await using var host = new DurableHost(azurite, handler, options, transport: transport);
            try
            {
                await host.Extension.StartAsync(CancellationToken.None);
                await AskAsync(host, waiting);
                await DurableHost.UntilAsync(
                    async () => transport.IsDead || (await host.Table.GetStatusAsync("c1", CancellationToken.None))?.IsFinished == true,
                    () => "Neither killed nor finished.");
            }
            catch (HostKilledException)
            {
                // Killed before the request was accepted: it is made again in the next life.
            }
        }

        await using var last = await DurableHost.StartAsync(azurite, handler, options);
        await AskAsync(last, waiting);
        var status = await last.FinishedAsync("c1");
        Assert.Equal(OrchestrationStatus.Completed, status.RuntimeStatus);
        Assert.Equal(expected, Collector.Seen(status.Output).Order(StringComparer.Ordinal));
        Assert.All(expected, id => Assert.Contains(handler.Runs, run => run.Input == $"\"{id}\""));
    }

    // A request leaves the queue when it was accepted, not before.
    private static async Task AskAsync(DurableHost host, Queue<Func<DurableHost, Task>> waiting)
    {
        while (waiting.TryPeek(out var ask))
        {
            await ask(host);
            waiting.Dequeue();
        }
    }
}
