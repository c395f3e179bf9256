using System.Globalization;
using Azure.Storage.Queues;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Microsoft.DurableTask.Protobuf;
using Usher.LocalHost;
using Usher.Storage;

namespace Usher.Tests.Telemetry;

/// <summary>
/// What the Functions host does besides HTTP: takes messages from queues and calls functions, call by call as the test wants.
/// </summary>
internal sealed class HostCalls(FunctionsHost host, TimeProvider clock, string connectionString)
{
    private readonly QueueServiceClient queues = new(
        connectionString,
        new QueueClientOptions { MessageEncoding = QueueMessageEncoding.Base64 }
    );

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    /// <summary>Discards messages left by earlier tests.</summary>
    public async Task ClearAsync()
    {
        foreach (var queue in (string[])[BotQueues.EventsName, BotQueues.CommandsName, BotQueues.WebhooksName])
        {
            await queues.GetQueueClient(queue).CreateIfNotExistsAsync(cancellationToken: Cancel);
            await queues.GetQueueClient(queue).ClearMessagesAsync(Cancel);
        }
    }

    /// <summary>The oldest message, hidden from everyone else.</summary>
    public async Task<string> TakeAsync(string queue)
    {
        var client = queues.GetQueueClient(queue);
        var message = (await client.ReceiveMessageAsync(cancellationToken: Cancel)).Value;
        Assert.NotNull(message);
        await client.DeleteMessageAsync(message.MessageId, message.PopReceipt, Cancel);
        return message.MessageText;
    }

    /// <summary>Calls a queue-triggered function.</summary>
    /// <param name="sentAt">When the message was added to the queue; null if the host does not say.</param>
    public Task HandleAsync(string function, string message, DateTimeOffset? sentAt = null) =>
        host.InvokeAsync(
            function,
            message,
            Cancel,
            sentAt is { } time ? [("InsertionTime", $"\"{time.ToString("yyyy-MM-ddTHH:mm:sszzz", CultureInfo.InvariantCulture)}\"")] : []
        );

    /// <summary>Calls a timer-triggered function.</summary>
    public Task TickAsync(string function) =>
        host.InvokeAsync(function, """{"Schedule":{"AdjustForDST":true},"ScheduleStatus":null,"IsPastDue":false}""", Cancel);

    public Task RunActivityAsync(string function, string input) => host.InvokeAsync(function, input, Cancel);

    /// <summary>Runs the first turn of an orchestration.</summary>
    public Task StartOrchestrationAsync(string function, string id, string input)
    {
        var request = new OrchestratorRequest
        {
            InstanceId = id,
            NewEvents =
            {
                new HistoryEvent
                {
                    EventId = -1,
                    Timestamp = clock.GetUtcNow().ToTimestamp(),
                    OrchestratorStarted = new OrchestratorStartedEvent(),
                },
                new HistoryEvent
                {
                    EventId = -1,
                    Timestamp = clock.GetUtcNow().ToTimestamp(),
                    ExecutionStarted = new ExecutionStartedEvent
                    {
                        Name = function,
                        Input = input,
                        OrchestrationInstance = new OrchestrationInstance { InstanceId = id },
                    },
                },
            },
        };
        return host.InvokeAsync(function, Convert.ToBase64String(request.ToByteArray()), Cancel);
    }
}
