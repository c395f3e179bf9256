using System.Text;
using Azure;
using Azure.Storage.Queues.Models;
using Usher.LocalHost.Configuration;
using Usher.LocalHost.Functions;

namespace Usher.LocalHost.Queues;

/// <summary>
/// One message from its arrival to its end: called, then deleted, shown again, or moved to the poison queue. Source: QueueProcessor and QueueListener of
/// the Storage queues extension.
/// </summary>
/// <param name="lease">How long a message is hidden; prolonged at half time while its function runs.</param>
internal sealed class QueueMessageProcessor(
    FunctionDefinition function,
    QueueConnection connection,
    QueueSettings settings,
    TimeSpan lease,
    IFunctionInvoker invoker,
    Func<string> durableClientPayload,
    Action<string> report,
    TimeProvider clock)
{
    /// <summary>Never throws but for a stop: what goes wrong is told, and the message comes back when its lease is over.</summary>
    public async Task ProcessAsync(QueueMessage message, CancellationToken cancellationToken)
    {
        try
        {
            if (message.DequeueCount > settings.MaxDequeueCount || Decode(message.Body) is not { } text)
            {
                await MoveToPoisonAsync(message, message.PopReceipt);
                return;
            }

            var (succeeded, receipt) = await InvokeUnderLeaseAsync(message, text, cancellationToken);
            await CompleteAsync(message, receipt, succeeded);
        }
        catch (Exception exception) when (exception is RequestFailedException or AggregateException)
        {
            report($"Message {message.MessageId} of queue {connection.Queue.Name}: {Reason(exception)}. It comes back when its lease is over.");
        }
    }

    private async Task<(bool Succeeded, string Receipt)> InvokeUnderLeaseAsync(QueueMessage message, string text, CancellationToken cancellationToken)
    {
        using var finished = new CancellationTokenSource();
        var renewal = RenewAsync(message, finished.Token);
        try
        {
            await invoker.InvokeAsync(function, Data(text), Metadata(message), cancellationToken);
            return (true, await StopAsync());
        }
        catch (FunctionInvocationException exception)
        {
            report($"{exception.Message} (message {message.MessageId} of queue {connection.Queue.Name}, attempt {message.DequeueCount})");
            return (false, await StopAsync());
        }

        async Task<string> StopAsync()
        {
            await finished.CancelAsync();
            return await renewal;
        }
    }

    // Every update makes the receipt before it invalid, so the last one is what the message is ended with.
    private async Task<string> RenewAsync(QueueMessage message, CancellationToken finished)
    {
        var receipt = message.PopReceipt;
        try
        {
            while (true)
            {
                await Task.Delay(lease / 2, clock, finished);
                UpdateReceipt renewed = await connection.Queue.UpdateMessageAsync(message.MessageId, receipt, visibilityTimeout: lease, cancellationToken: CancellationToken.None);
                receipt = renewed.PopReceipt;
            }
        }
        catch (OperationCanceledException) when (finished.IsCancellationRequested)
        {
            return receipt;
        }
        catch (Exception exception) when (exception is RequestFailedException or AggregateException)
        {
            report($"The lease of message {message.MessageId} of queue {connection.Queue.Name} was not prolonged: {Reason(exception)}");
            return receipt;
        }
    }

    private async Task CompleteAsync(QueueMessage message, string receipt, bool succeeded)
    {
        if (succeeded)
        {
            await connection.Queue.DeleteMessageAsync(message.MessageId, receipt);
        }
        else if (message.DequeueCount >= settings.MaxDequeueCount)
        {
            await MoveToPoisonAsync(message, receipt);
        }
        else if (connection.Poison is not null)
        {
            await connection.Queue.UpdateMessageAsync(message.MessageId, receipt, visibilityTimeout: settings.VisibilityTimeout);
        }

        // A queue without one for poison: the message stays hidden for its lease, or it would fail round and round.
    }

    private async Task MoveToPoisonAsync(QueueMessage message, string receipt)
    {
        if (connection.Poison is not { } poison)
        {
            return;
        }

        await poison.CreateIfNotExistsAsync();
        await poison.SendMessageAsync(message.Body);
        await connection.Queue.DeleteMessageAsync(message.MessageId, receipt);
        report($"Message {message.MessageId} of queue {connection.Queue.Name} was moved to {poison.Name}.");
    }

    private static string Reason(Exception exception) => (exception as RequestFailedException)?.ErrorCode ?? exception.Message;

    private Dictionary<string, object?> Data(string text)
    {
        var data = new Dictionary<string, object?>
        {
            [function.Trigger.Name] = function.Trigger.Text("dataType") == "binary" ? Encoding.UTF8.GetBytes(text) : text,
        };
        foreach (var binding in function.Bindings.Where(binding => binding.Is("durableClient")))
        {
            data[binding.Name] = durableClientPayload();
        }

        return data;
    }

    private static Dictionary<string, object?> Metadata(QueueMessage message) => new()
    {
        ["DequeueCount"] = message.DequeueCount,
        ["ExpirationTime"] = message.ExpiresOn,
        ["Id"] = message.MessageId,
        ["InsertionTime"] = message.InsertedOn,
        ["NextVisibleTime"] = message.NextVisibleOn,
        ["PopReceipt"] = message.PopReceipt,
    };

    // Null where the encoding says base64 and the message is not.
    private string? Decode(BinaryData body)
    {
        var text = body.ToString();
        if (!settings.IsBase64)
        {
            return text;
        }

        var bytes = new byte[text.Length];
        return Convert.TryFromBase64String(text, bytes, out var length) ? Encoding.UTF8.GetString(bytes, 0, length) : null;
    }
}
