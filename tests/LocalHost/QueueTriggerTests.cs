using System.Text.Json.Nodes;
using Azure.Storage.Queues;
using Usher.Tests.Support;

namespace Usher.Tests.LocalHost;

public sealed class QueueTriggerTests(AzuriteFixture storage)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_message_arrives_encoded_twice_with_its_properties_in_the_metadata_and_is_deleted()
    {
        await using var host = await ScriptedHost.StartAsync(storage);

        await host.Queue.SendMessageAsync("""{"Id":7,"flag":true}""", Cancellation);

        var called = await CalledAsync(host);
        Assert.Equal("""
            "{\"Id\":7,\"flag\":true}"
            """, (string?)called["Data"]!["message"]);
        var metadata = called["Metadata"]!;
        Assert.Equal("1", (string?)metadata["DequeueCount"]);
        Assert.Equal("\"7\"", (string?)metadata["Id"]);
        Assert.Equal("\"True\"", (string?)metadata["flag"]);
        Assert.Equal("OnMessage", (string?)metadata["sys"]!["MethodName"]);
        Assert.Equal(
            ["DequeueCount", "ExpirationTime", "Id", "InsertionTime", "NextVisibleTime", "PopReceipt", "flag", "sys"],
            metadata.AsObject().Select(entry => entry.Key).Order(StringComparer.Ordinal));
        await UntilEmptyAsync(host.Queue);
    }

    [Fact]
    public async Task A_failed_message_comes_again_and_after_the_last_attempt_goes_to_the_poison_queue()
    {
        await using var host = await ScriptedHost.StartAsync(storage);

        await host.Queue.SendMessageAsync("fail 9", Cancellation);

        await host.Process.WaitForLineAsync("was moved to");
        Assert.Equal(3, host.Process.Lines.Count(line => line.Contains("called OnMessage", StringComparison.Ordinal)));
        Assert.Equal("fail 9", await PoisonAsync(host));
        await UntilEmptyAsync(host.Queue);
    }

    [Fact]
    public async Task What_is_not_base64_goes_to_the_poison_queue_without_a_call()
    {
        await using var host = await ScriptedHost.StartAsync(storage);
        var plain = new QueueClient(storage.ConnectionString, host.Queue.Name);

        await plain.SendMessageAsync("not base64!", Cancellation);

        await host.Process.WaitForLineAsync("was moved to");
        var poison = new QueueClient(storage.ConnectionString, host.Poison.Name);
        Assert.Equal("not base64!", (await poison.ReceiveMessageAsync(cancellationToken: Cancellation)).Value.Body.ToString());
        Assert.DoesNotContain("called OnMessage", host.Process.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Messages_run_in_parallel()
    {
        await using var host = await ScriptedHost.StartAsync(storage);

        foreach (var number in Enumerable.Range(0, 8))
        {
            await host.Queue.SendMessageAsync($"wait 1000 {number}", Cancellation);
        }

        await host.Process.WaitForLineAsync("waited", 8);
        var lines = host.Process.Lines.Where(line => line.Contains("called", StringComparison.Ordinal) || line.Contains("waited", StringComparison.Ordinal)).ToList();
        Assert.True(lines.FindLastIndex(line => line.Contains("called", StringComparison.Ordinal)) >= 7);
        Assert.True(lines.FindIndex(line => line.Contains("waited", StringComparison.Ordinal)) >= 4);
    }

    [Fact]
    public async Task A_message_whose_handler_dies_comes_again()
    {
        await using var host = await ScriptedHost.StartAsync(storage);

        await host.Queue.SendMessageAsync("wait 2000", Cancellation);
        await host.Process.WaitForLineAsync("called OnMessage");
        host.Process.KillHandler();

        await host.Process.WaitForLineAsync("waited wait 2000");
        await UntilEmptyAsync(host.Queue);
    }

    [Fact]
    public async Task A_lease_is_prolonged_while_its_function_runs()
    {
        await using var host = await ScriptedHost.StartAsync(storage, ["--queue-lease", "00:00:01"]);

        await host.Queue.SendMessageAsync("wait 2500", Cancellation);

        await host.Process.WaitForLineAsync("waited wait 2500");
        await UntilEmptyAsync(host.Queue);
        Assert.Single(host.Process.Lines, line => line.Contains("called OnMessage", StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_empty_answer_hangs_until_the_function_timeout_and_says_so_at_once()
    {
        await using var host = await ScriptedHost.StartAsync(storage);

        await host.Queue.SendMessageAsync("empty", Cancellation);

        await host.Process.WaitForLineAsync("was answered with an empty body");
        await host.Process.WaitForLineAsync("took longer than 00:00:03");
        await host.Process.WaitForLineAsync("Handler ready after", 2);
    }

    [Fact]
    public async Task A_queue_that_does_not_exist_is_asked_for_until_it_does()
    {
        await using var host = await ScriptedHost.StartAsync(storage);
        await host.Queue.DeleteAsync(Cancellation);

        await host.Queue.CreateAsync(cancellationToken: Cancellation);
        await host.Queue.SendMessageAsync("hello", Cancellation);

        Assert.Equal("\"hello\"", (string?)(await CalledAsync(host))["Data"]!["message"]);
    }

    private static async Task<JsonNode> CalledAsync(ScriptedHost host)
    {
        const string Marker = "called OnMessage ";
        var line = await host.Process.WaitForLineAsync(Marker);
        return JsonNode.Parse(line[(line.IndexOf(Marker, StringComparison.Ordinal) + Marker.Length)..])!;
    }

    private static async Task<string> PoisonAsync(ScriptedHost host) =>
        (await host.Poison.ReceiveMessageAsync(cancellationToken: Cancellation)).Value.Body.ToString();

    // The deletion follows the answer; nothing tells when it is done but the queue.
    private static async Task UntilEmptyAsync(QueueClient queue)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        patience.CancelAfter(TimeSpan.FromSeconds(10));
        while ((await queue.GetPropertiesAsync(patience.Token)).Value.ApproximateMessagesCount > 0)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, patience.Token);
        }
    }
}
