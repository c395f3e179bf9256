using Azure;
using Azure.Storage.Queues;
using Azure.Storage.Queues.Models;

namespace Usher.LocalHost.Jobs;

/// <summary>A message that stays hidden for a lease, renewed at half time until it is ended.</summary>
internal sealed class MessageLease : IDisposable
{
    private readonly CancellationTokenSource ended = new();
    private readonly Task<QueueMessage> renewal;

    private MessageLease(QueueClient queue, QueueMessage message, TimeSpan duration, TimeProvider clock) =>
        renewal = RenewAsync(queue, message, duration, clock, ended.Token);

    /// <exception cref="RequestFailedException">The message is not ours any more.</exception>
    public static async Task<MessageLease> TakeAsync(QueueClient queue, QueueMessage message, TimeSpan duration, TimeProvider clock) =>
        new(queue, await HideAsync(queue, message, duration), duration, clock);

    /// <summary>The message with its latest pop receipt.</summary>
    public async Task<QueueMessage> EndAsync()
    {
        await ended.CancelAsync();
        return await renewal;
    }

    public void Dispose() => ended.Dispose();

    private static async Task<QueueMessage> RenewAsync(
        QueueClient queue, QueueMessage message, TimeSpan duration, TimeProvider clock, CancellationToken ended)
    {
        try
        {
            while (true)
            {
                await Task.Delay(duration / 2, clock, ended);
                message = await HideAsync(queue, message, duration); // never cancelled: the new receipt would be lost
            }
        }
        catch (Exception exception) when (exception is OperationCanceledException or RequestFailedException)
        {
            return message;
        }
    }

    private static async Task<QueueMessage> HideAsync(QueueClient queue, QueueMessage message, TimeSpan duration) =>
        message.Update(await queue.UpdateMessageAsync(message.MessageId, message.PopReceipt, visibilityTimeout: duration));
}
