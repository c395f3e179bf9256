using System.Globalization;
using System.Text.Json;
using Azure.Storage.Queues;
using Google.Protobuf;
using Usher.Hosting.Durable.Protobuf;
using Usher.Storage;
using static Usher.Tests.Hosting.Durable.History;

namespace Usher.Tests.Telemetry;

/// <summary>The Functions host as the handler sees it: takes messages from the queues and calls functions, call by call as the test wants it.</summary>
internal sealed class HostCalls(Uri handler, string connectionString, string durableBinding) : IDisposable
{
    private readonly HttpClient http = new() { BaseAddress = handler };
    private readonly QueueServiceClient queues = new(connectionString, new QueueClientOptions { MessageEncoding = QueueMessageEncoding.Base64 });

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    /// <summary>Forgets what earlier tests have left.</summary>
    public async Task ClearAsync()
    {
        foreach (var queue in (string[])[BotQueues.EventsName, BotQueues.CommandsName, BotQueues.WebhooksName])
        {
            await queues.GetQueueClient(queue).CreateIfNotExistsAsync(cancellationToken: Cancel);
            await queues.GetQueueClient(queue).ClearMessagesAsync(Cancel);
        }
    }

    /// <summary>The oldest message, which nobody else gets.</summary>
    public async Task<string> TakeAsync(string queue)
    {
        var client = queues.GetQueueClient(queue);
        var message = (await client.ReceiveMessageAsync(cancellationToken: Cancel)).Value;
        Assert.NotNull(message);
        await client.DeleteMessageAsync(message.MessageId, message.PopReceipt, Cancel);
        return message.MessageText;
    }

    /// <summary>A queue-triggered function.</summary>
    /// <param name="sentAt">When the message was put into the queue; null: the host does not say.</param>
    public Task HandleAsync(string function, string message, DateTimeOffset? sentAt = null) => InvokeAsync(
        function,
        $$"""{"message":{{Quoted(Quoted(message))}},"durable":{{Quoted(durableBinding)}}}""",
        sentAt is { } time ? $$"""{"InsertionTime":"{{time.ToString("yyyy-MM-ddTHH:mm:sszzz", CultureInfo.InvariantCulture)}}"}""" : "{}");

    /// <summary>A timer-triggered function.</summary>
    public Task TickAsync(string function) => InvokeAsync(function, $$"""{"timer":{"IsPastDue":false},"durable":{{Quoted(durableBinding)}}}""");

    public Task RunActivityAsync(string function, string input) => InvokeAsync(function, $$"""{"input":{{Quoted(Quoted(input))}}}""");

    /// <summary>The first turn of an orchestration.</summary>
    public Task StartOrchestrationAsync(string function, string id, string input)
    {
        var request = new OrchestratorRequest { InstanceId = id, NewEvents = { TurnStarted(T0), Started(function, input) } };
        return InvokeAsync(function, $$"""{"context":{{Quoted(Quoted(Convert.ToBase64String(request.ToByteArray())))}}}""");
    }

    public void Dispose() => http.Dispose();

    private async Task InvokeAsync(string function, string data, string metadata = "{}")
    {
        using var content = new StringContent($$"""{"Data":{{data}},"Metadata":{{metadata}}}""", System.Text.Encoding.UTF8, "application/json");
        using var response = await http.PostAsync(new Uri($"/{function}", UriKind.Relative), content, Cancel);
        response.EnsureSuccessStatusCode();
    }

    private static string Quoted(string text) => $"\"{JsonEncodedText.Encode(text)}\"";
}
