using Usher.Tests.Support;

namespace Usher.Tests.LocalHost;

public sealed class TimerTriggerTests(AzuriteFixture storage)
{
    [Fact]
    public async Task A_timer_fires_on_its_schedule()
    {
        await using var host = await ScriptedHost.StartAsync(storage, environment: new() { ["SCHEDULE"] = "*/2 * * * * *" });

        await host.Process.WaitForLineAsync("ticked, on time", 2);
    }

    [Fact]
    public async Task A_timer_missed_while_no_host_ran_fires_once_one_is_back()
    {
        // Once a day: missed runs of timers that fire more than once a minute are not made up for.
        var due = TimeProvider.System.GetLocalNow().AddSeconds(30);
        await using var host = await ScriptedHost.StartAsync(
            storage,
            environment: new() { ["SCHEDULE"] = $"{due.Second} {due.Minute} {due.Hour} * * *" }
        );

        await host.KillAsync();
        await Task.Delay(due.AddSeconds(1) - TimeProvider.System.GetLocalNow(), TimeProvider.System, TestContext.Current.CancellationToken);
        await host.StartAgainAsync();

        await host.Process.WaitForLineAsync("ticked, late");
    }
}
