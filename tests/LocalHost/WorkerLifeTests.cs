using System.Net;
using Usher.Tests.Support;

namespace Usher.Tests.LocalHost;

public sealed class WorkerLifeTests(AzuriteFixture storage)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task When_the_worker_is_killed_running_requests_fail_immediately_and_new_ones_wait_for_the_next_worker()
    {
        await using var host = await ScriptedHost.StartAsync(storage);
        var first = host.Process.WorkerProcessId;
        var inFlight = host.Client.GetAsync(Relative("/echo?wait=60000"), Cancellation);
        await host.Process.WaitForLineAsync("waiting");

        host.Process.KillWorker();
        await host.Process.WaitForLineAsync($"Worker ended: pid {first}, exit code 137");
        var next = await host.GetAsync("/echo");

        using var failed = await inFlight;
        Assert.Equal(HttpStatusCode.InternalServerError, failed.StatusCode);
        Assert.Empty(await failed.Content.ReadAsStringAsync(Cancellation));
        Assert.NotEqual(first, (int)next["pid"]!);
        Assert.Equal(host.Process.WorkerProcessId, (int)next["pid"]!);
    }

    [Fact]
    public async Task Exit_code_0_closes_the_worker_for_good()
    {
        await using var host = await ScriptedHost.StartAsync(storage);

        using var last = await host.Client.GetAsync(Relative("/echo?die=0"), Cancellation);
        await host.Process.WaitForLineAsync("exit code 0 is not started again");
        using var later = await host.Client.GetAsync(Relative("/echo"), Cancellation);

        Assert.Equal((HttpStatusCode.InternalServerError, HttpStatusCode.InternalServerError), (last.StatusCode, later.StatusCode));
    }

    [Fact]
    public async Task The_third_crash_ends_the_host_and_another_one_is_started()
    {
        await using var host = await ScriptedHost.StartAsync(storage);

        await CrashAsync(host, times: 3);

        await host.Process.WaitForLineAsync("Usher is ready", 2);
        Assert.Equal("GET", (string)(await host.GetAsync("/echo"))["method"]!);
    }

    [Fact]
    public async Task With_the_crash_limit_the_third_crash_ends_everything()
    {
        await using var host = await ScriptedHost.StartAsync(storage, ["--crash-limit"]);

        await CrashAsync(host, times: 3);

        Assert.Equal(1, await host.Process.Exited.WaitAsync(TimeSpan.FromSeconds(20), Cancellation));
        await host.Process.WaitForLineAsync("failed three times within 30 minutes");
    }

    [Fact]
    public async Task A_function_that_exceeds_its_timeout_takes_the_worker_with_it()
    {
        await using var host = await ScriptedHost.StartAsync(
            storage,
            environment: new() { ["AzureFunctionsJobHost__functionTimeout"] = "00:00:02" }
        );

        using var answer = await host.Client.GetAsync(Relative("/echo?wait=60000"), Cancellation);

        Assert.Equal(HttpStatusCode.InternalServerError, answer.StatusCode);
        await host.Process.WaitForLineAsync("Worker ready after", 2);
    }

    private static async Task CrashAsync(ScriptedHost host, int times)
    {
        for (var crash = 1; crash <= times; crash++)
        {
            host.Process.KillWorker();
            await host.Process.WaitForLineAsync("Worker ended: ", crash);
            if (crash < times)
            {
                await host.Process.WaitForLineAsync("Worker ready after", crash + 1);
            }
        }
    }

    private static Uri Relative(string path) => new(path, UriKind.Relative);
}
