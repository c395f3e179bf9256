using System.Collections.Concurrent;
using Azure.Storage.Queues;
using Azure.Storage.Queues.Models;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Usher.LocalHost.Configuration;
using Usher.LocalHost.Functions;
using Usher.LocalHost.Processes;
using Usher.LocalHost.Queues;
using Usher.Tests.Hosting;

namespace Usher.Tests.LocalHost;

/// <summary>Storage that is away, or answers nonsense, ends neither a pump nor a message's handling.</summary>
public sealed class QueueFailureTests
{
    private const string Account = "DefaultEndpointsProtocol=http;AccountName=a;AccountKey=AAAA;QueueEndpoint=";
    private static readonly QueueSettings Settings = new(PollingInterval.Minimum, TimeSpan.Zero, BatchSize: 16, NewBatchThreshold: 8, MaxDequeueCount: 5, IsBase64: false);
    private static readonly FunctionDefinition Function = FunctionJson.Parse(
        "OnMessage", """{"bindings":[{"type":"queueTrigger","direction":"in","name":"message","queueName":"q"}]}""");

    private readonly ConcurrentQueue<string> reports = new();

    [Fact]
    public async Task A_message_that_cannot_be_deleted_is_told_of_and_comes_back()
    {
        await ProcessAsync(TimeSpan.FromMinutes(10), () => Task.CompletedTask);

        Assert.EndsWith("It comes back when its lease is over.", Assert.Single(reports), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_lease_that_cannot_be_prolonged_does_not_undo_the_function()
    {
        await ProcessAsync(TimeSpan.FromMilliseconds(20), () => Support.Eventually.IsTrueAsync(() => !reports.IsEmpty));

        Assert.Collection(
            reports,
            line => Assert.Contains("was not prolonged", line, StringComparison.Ordinal),
            line => Assert.EndsWith("It comes back when its lease is over.", line, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_pump_goes_on_after_an_answer_that_makes_no_sense()
    {
        await using var nonsense = await HandlerServer.StartAsync(app => ((WebApplication)app).Run(context => context.Response.WriteAsync("This is no XML.")));
        var queue = Queue(nonsense.Http.BaseAddress!);
        await using var pump = new QueuePump(queue, Settings, TimeSpan.FromMinutes(10), (_, _) => Task.CompletedTask, reports.Enqueue, TimeProvider.System);

        pump.Start();

        await Support.Eventually.IsTrueAsync(() => reports.Count >= 2);
        Assert.All(reports, line => Assert.StartsWith("Queue q cannot be read: ", line, StringComparison.Ordinal));
    }

    private static QueueClient Queue(Uri address)
    {
        var options = new QueueClientOptions();
        options.Retry.MaxRetries = 1;
        options.Retry.Delay = TimeSpan.FromMilliseconds(1);
        return new QueueClient($"{Account}{address}a", "q", options);
    }

    private Task ProcessAsync(TimeSpan lease, Func<Task> function)
    {
        var away = Queue(new Uri($"http://127.0.0.1:{LoopbackPort.Free()}/"));
        var processor = new QueueMessageProcessor(
            Function, new QueueConnection(away, Poison: null), Settings, lease, new Invoker(function), () => "", reports.Enqueue, TimeProvider.System);
        var message = QueuesModelFactory.QueueMessage("m1", "receipt", BinaryData.FromString("hello"), dequeueCount: 1);
        return processor.ProcessAsync(message, CancellationToken.None);
    }

    private sealed class Invoker(Func<Task> function) : IFunctionInvoker
    {
        public async Task<FunctionResult> InvokeAsync(
            FunctionDefinition called, IReadOnlyDictionary<string, object?> data, IReadOnlyDictionary<string, object?> metadata, CancellationToken cancellationToken)
        {
            await function();
            return new FunctionResult(null, null);
        }
    }
}
