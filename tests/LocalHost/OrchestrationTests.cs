using Usher.Tests.Support;

namespace Usher.Tests.LocalHost;

/// <summary>An orchestration waits for a timer, runs an activity and waits for an event, whichever process is killed meanwhile.</summary>
public sealed class OrchestrationTests(AzuriteFixture storage)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_orchestration_runs_to_completion()
    {
        await using var host = await ScriptedHost.StartAsync(storage);

        await PostAsync(host, "/lives/a");
        await host.Process.WaitForLineAsync("worked for a");
        await PostAsync(host, "/lives/a/enough");

        await CompletesAsync(host, "/lives/a", "enough");
    }

    [Fact]
    public async Task An_orchestration_survives_the_death_of_the_worker_during_an_activity_and_of_the_host()
    {
        await using var host = await ScriptedHost.StartAsync(storage);

        await PostAsync(host, "/lives/b");
        await host.Process.WaitForLineAsync("working for b");
        host.Process.KillWorker();
        await host.Process.WaitForLineAsync("worked for b");
        await Eventually.GetAsync(() => LookAsync(host, "/lives/b"), status => status.StartsWith("Running", StringComparison.Ordinal));
        await host.KillAsync();
        await host.StartAgainAsync();
        await PostAsync(host, "/lives/b/enough");

        await CompletesAsync(host, "/lives/b", "enough");
    }

    private static async Task PostAsync(ScriptedHost host, string path)
    {
        using var answer = await host.Client.PostAsync(new Uri(path, UriKind.Relative), null, Cancellation);
        Assert.Equal(System.Net.HttpStatusCode.Accepted, answer.StatusCode);
    }

    private static Task<string> LookAsync(ScriptedHost host, string path) =>
        host.Client.GetStringAsync(new Uri(path, UriKind.Relative), Cancellation);

    private static Task<string> CompletesAsync(ScriptedHost host, string path, string output) =>
        Eventually.GetAsync(() => LookAsync(host, path), status => status == $"Completed \"{output}\"");
}
