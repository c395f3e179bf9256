using System.Text.Json.Nodes;
using Azure.Storage.Queues;
using Usher.Tests.Support;

namespace Usher.Tests.LocalHost;

public sealed class QueueTriggerTests(AzuriteFixture storage, ScriptedHosts hosts) : IClassFixture<ScriptedHosts>
{
    private const string Called = "called OnMessage ";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_message_arrives_encoded_twice_with_its_properties_in_the_metadata_and_is_deleted()
    {
        var host = await hosts.Proxying;

        await host.Queue.SendMessageAsync("""{"Id":7,"flag":true}""", Cancellation);

        var called = await CalledAsync(host, "flag");
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
        var host = await hosts.Proxying;

        var message = await host.Queue.SendMessageAsync("fail 9", Cancellation);

        await host.Process.WaitForLineAsync($"{message.Value.MessageId} of queue {host.Queue.Name} was moved to");
        Assert.Equal(3, Calls(host, message.Value.MessageId).Count());
        Assert.Equal("fail 9", await TakeAsync(host.Poison));
        await UntilEmptyAsync(host.Queue);
    }

    [Fact]
    public async Task What_is_not_base64_goes_to_the_poison_queue_without_a_call()
    {
        var host = await hosts.Proxying;
        var plain = new QueueClient(storage.ConnectionString, host.Queue.Name);

        var message = await plain.SendMessageAsync("not base64!", Cancellation);

        await host.Process.WaitForLineAsync($"{message.Value.MessageId} of queue {host.Queue.Name} was moved to");
        var poison = new QueueClient(storage.ConnectionString, host.Poison.Name);
        Assert.Equal("not base64!", await TakeAsync(poison));
        Assert.Empty(Calls(host, message.Value.MessageId));
    }

    [Fact]
    public async Task Messages_run_in_parallel()
    {
        var host = await hosts.Proxying;

        foreach (var number in Enumerable.Range(0, 8))
        {
            await host.Queue.SendMessageAsync($"wait 1000 {number}", Cancellation);
        }

        await host.Process.WaitForLineAsync("waited wait 1000", 8);
        var lines = host.Process.Lines.Where(line => line.Contains("wait 1000", StringComparison.Ordinal)).ToList();
        Assert.True(lines.FindLastIndex(line => line.Contains("called", StringComparison.Ordinal)) >= 7);
        Assert.True(lines.FindIndex(line => line.Contains("waited", StringComparison.Ordinal)) >= 4);
    }

    [Fact]
    public async Task A_message_whose_handler_dies_comes_again()
    {
        var host = await hosts.Proxying;

        await host.Queue.SendMessageAsync("wait 2000", Cancellation);
        await host.Process.WaitForLineAsync("wait 2000");
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
        Assert.Single(Calls(host, "wait 2500"));
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
        var host = await hosts.Proxying;
        await host.Queue.DeleteAsync(Cancellation);

        await host.Queue.CreateAsync(cancellationToken: Cancellation);
        await host.Queue.SendMessageAsync("hello", Cancellation);

        Assert.Equal("\"hello\"", (string?)(await CalledAsync(host, "hello"))["Data"]!["message"]);
    }

    private static IEnumerable<string> Calls(ScriptedHost host, string text) =>
        host.Process.Lines.Where(line => line.Contains(Called, StringComparison.Ordinal) && line.Contains(text, StringComparison.Ordinal));

    private static async Task<JsonNode> CalledAsync(ScriptedHost host, string text)
    {
        await host.Process.WaitForLineAsync(text);
        var line = Calls(host, text).First();
        return JsonNode.Parse(line[(line.IndexOf(Called, StringComparison.Ordinal) + Called.Length)..])!;
    }

    private static async Task<string> TakeAsync(QueueClient queue)
    {
        var message = (await queue.ReceiveMessageAsync(cancellationToken: Cancellation)).Value;
        await queue.DeleteMessageAsync(message.MessageId, message.PopReceipt, Cancellation);
        return message.Body.ToString();
    }

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
