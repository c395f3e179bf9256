using System.Security.Cryptography;
using System.Text;
using Azure.Core;
using Azure.Storage.Queues;
using Usher.LocalHost.Jobs;
using Usher.Tests.Support;

namespace Usher.Tests.LocalHost;

public sealed class QueueTriggerTests(AzuriteFixture storage, SharedScriptedHost shared) : IClassFixture<SharedScriptedHost>
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private ScriptedHost Host => shared.Host;

    [Fact]
    public async Task A_message_arrives_with_its_properties_and_is_deleted()
    {
        var message = (await Host.Queue(storage).SendMessageAsync("""{"greeting": "hello"}""", Cancellation)).Value;

        await Host.Process.WaitForLineAsync($$"""called {"greeting": "hello"} ({{message.MessageId}}), time 1""");
        await UntilEmptyAsync();
    }

    [Fact]
    public async Task A_failed_message_is_retried_and_moves_to_the_poison_queue_after_the_last_attempt()
    {
        var (fails, succeeds) = ("fail 9", "fail 1");
        await Host.Queue(storage).SendMessageAsync(fails, Cancellation);
        await Host.Queue(storage).SendMessageAsync(succeeds, Cancellation);

        await UntilInPoisonAsync(Convert.ToBase64String(Encoding.UTF8.GetBytes(fails)));
        await UntilEmptyAsync();
        Assert.Equal((3, 2), (Calls(fails), Calls(succeeds)));
    }

    [Fact]
    public async Task A_message_that_is_not_base64_moves_to_the_poison_queue_without_a_call()
    {
        var name = Host.Queue(storage).Name;
        await new QueueClient(storage.ConnectionString, name).SendMessageAsync("not base64!", Cancellation);

        await UntilInPoisonAsync("not base64!");

        Assert.Equal(0, Calls("not base64!"));
    }

    [Fact]
    public async Task A_message_whose_worker_dies_is_redelivered()
    {
        await Host.Queue(storage).SendMessageAsync("wait 1500", Cancellation);
        await Host.Process.WaitForLineAsync("called wait 1500");
        Host.Process.KillWorker();

        await Host.Process.WaitForLineAsync("waited wait 1500");
        await UntilEmptyAsync();
    }

    [Fact]
    public async Task What_ends_because_the_host_stops_is_no_error()
    {
        await using var host = await ScriptedHost.StartAsync(storage);
        await host.Queue(storage).SendMessageAsync("hold", Cancellation);
        await host.Process.WaitForLineAsync("called hold");
        var answer = host.Client.GetAsync(new Uri("/echo?wait=60000", UriKind.Relative), Cancellation);
        await host.Process.WaitForLineAsync("waiting");

        Assert.Equal(0, await host.Process.TerminateAsync());

        await Task.WhenAny(answer);
        Assert.DoesNotContain(
            host.Process.Lines,
            line =>
                line.Contains("fail", StringComparison.OrdinalIgnoreCase)
                || line.Contains("error", StringComparison.OrdinalIgnoreCase)
                || line.Contains("cancel", StringComparison.OrdinalIgnoreCase)
        );
    }

    [Fact]
    public async Task A_lease_is_renewed_while_its_function_runs_and_expires_soon_after_the_host_dies()
    {
        await using var host = await ScriptedHost.StartAsync(storage, ["--queue-lease", "00:00:02"]);
        var queue = host.Queue(storage);

        await queue.SendMessageAsync("wait 4500 renewed", Cancellation);
        await host.Process.WaitForLineAsync("waited wait 4500 renewed");
        Assert.Single(host.Process.Lines, line => line.Contains("called wait 4500 renewed", StringComparison.Ordinal));
        await queue.SendMessageAsync("wait 4000 lost", Cancellation);
        await host.Process.WaitForLineAsync("called wait 4000 lost");
        await host.KillAsync();
        await host.StartAgainAsync();

        await host.Process.WaitForLineAsync("called wait 4000 lost");
        await host.Process.WaitForLineAsync("waited wait 4000 lost");
    }

    /// <summary>However the host ends afterwards, the message is never hidden for the extension's 10 minutes.</summary>
    [Fact]
    public async Task A_message_is_received_with_the_lease()
    {
        var options = new QueueClientOptions();
        options.AddPolicy(new LeasePolicy(TimeSpan.FromSeconds(1)), HttpPipelinePosition.PerCall);
        var queue = new QueueClient(storage.ConnectionString, $"lease-{RandomNumberGenerator.GetHexString(8, lowercase: true)}", options);
        await queue.CreateAsync(cancellationToken: Cancellation);
        await queue.SendMessageAsync("taken and lost", Cancellation);
        Assert.NotNull((await queue.ReceiveMessageAsync(TimeSpan.FromMinutes(10), Cancellation)).Value);

        var again = await Eventually.GetAsync(
            async () => (await queue.PeekMessageAsync(Cancellation)).Value,
            message => message is not null
        );

        Assert.Equal(1, again!.DequeueCount);
    }

    private int Calls(string message) => Host.Process.Lines.Count(line => line.Contains($"called {message} ", StringComparison.Ordinal));

    /// <param name="text">As stored in the queue: not every message is base64.</param>
    private Task<bool> UntilInPoisonAsync(string text)
    {
        var queue = new QueueClient(storage.ConnectionString, Host.Queue(storage).Name + "-poison");
        return Eventually.GetAsync(
            async () =>
                await queue.ExistsAsync(Cancellation)
                && (await queue.PeekMessagesAsync(32, Cancellation)).Value.Any(message => message.MessageText == text),
            found => found
        );
    }

    private Task<int> UntilEmptyAsync() =>
        Eventually.GetAsync(
            async () => (await Host.Queue(storage).GetPropertiesAsync(Cancellation)).Value.ApproximateMessagesCount,
            count => count == 0
        );
}
