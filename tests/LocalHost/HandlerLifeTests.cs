using System.Net;
using Usher.Tests.Support;

namespace Usher.Tests.LocalHost;

public sealed class HandlerLifeTests(AzuriteFixture storage)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_handler_that_is_killed_is_started_again_on_the_same_port_and_requests_wait_for_it()
    {
        await using var host = await ScriptedHost.StartAsync(storage);
        var first = await host.GetAsync("/echo");

        host.Process.KillHandler();
        await host.Process.WaitForLineAsync("Handler ended: ");
        var second = await host.GetAsync("/echo");

        Assert.NotEqual((int)first["pid"]!, (int)second["pid"]!);
        Assert.Equal((int)second["pid"]!, host.Process.HandlerProcessId);
        Assert.Equal((string)first["headers"]!["host"]!, (string)second["headers"]!["host"]!);
    }

    [Fact]
    public async Task The_request_in_flight_fails_when_the_handler_dies()
    {
        await using var host = await ScriptedHost.StartAsync(storage);
        var inFlight = host.Client.PostAsync(Relative("/echo?wait=60000"), new StringContent("x"), Cancellation);
        await host.Process.WaitForLineAsync("waiting");

        host.Process.KillHandler();

        using var answer = await inFlight;
        Assert.Equal(HttpStatusCode.InternalServerError, answer.StatusCode);
    }

    [Fact]
    public async Task Exit_code_200_is_an_intended_restart_and_is_not_counted()
    {
        await using var host = await ScriptedHost.StartAsync(storage);

        for (var restart = 1; restart <= 4; restart++)
        {
            using var answer = await host.Client.PostAsync(Relative("/echo?die=200"), new StringContent("x"), Cancellation);
            await host.Process.WaitForLineAsync("Handler ready after", restart + 1);
        }

        Assert.DoesNotContain("three times", host.Process.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Exit_code_0_closes_the_handler_for_good()
    {
        await using var host = await ScriptedHost.StartAsync(storage);

        using var last = await host.Client.PostAsync(Relative("/echo?die=0"), new StringContent("x"), Cancellation);
        await host.Process.WaitForLineAsync("exit code 0 is not started again");
        using var later = await host.Client.GetAsync(Relative("/echo"), Cancellation);

        Assert.Equal(HttpStatusCode.InternalServerError, later.StatusCode);
    }

    [Fact]
    public async Task The_third_crash_ends_the_host_which_is_started_again()
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
    public async Task A_function_that_takes_longer_than_its_time_takes_the_handler_with_it()
    {
        await using var host = await ScriptedHost.StartAsync(storage);

        using var answer = await host.Client.GetAsync(Relative("/echo?wait=60000"), Cancellation);

        Assert.Equal(HttpStatusCode.InternalServerError, answer.StatusCode);
        await host.Process.WaitForLineAsync("Handler ready after", 2);
    }

    private static async Task CrashAsync(ScriptedHost host, int times)
    {
        for (var crash = 1; crash <= times; crash++)
        {
            host.Process.KillHandler();
            await host.Process.WaitForLineAsync("Handler ended: ", crash);
            if (crash < times)
            {
                await host.Process.WaitForLineAsync("Handler ready after", crash + 1);
            }
        }
    }

    private static Uri Relative(string path) => new(path, UriKind.Relative);
}
