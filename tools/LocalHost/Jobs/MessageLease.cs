using Azure;
using Azure.Storage.Queues;
using Azure.Storage.Queues.Models;

namespace Usher.LocalHost.Jobs;

/// <summary>Keeps a message hidden for a lease, renewed at half time until ended.</summary>
internal sealed class MessageLease : IDisposable
{
    private readonly CancellationTokenSource ended = new();
    private readonly Task<QueueMessage> renewal;

    /// <param name="queue">The message's queue.</param>
    /// <param name="message">As received, hidden for <paramref name="duration"/>.</param>
    /// <param name="duration">How long each renewal hides it.</param>
    /// <param name="clock">Paces the renewals.</param>
    public MessageLease(QueueClient queue, QueueMessage message, TimeSpan duration, TimeProvider clock) =>
        renewal = RenewAsync(queue, message, duration, clock, ended.Token);

    /// <summary>The message with its latest pop receipt.</summary>
    public async Task<QueueMessage> EndAsync()
    {
        await ended.CancelAsync();
        return await renewal;
    }

    public void Dispose() => ended.Dispose();

    private static async Task<QueueMessage> RenewAsync(
        QueueClient queue,
        QueueMessage message,
        TimeSpan duration,
        TimeProvider clock,
        CancellationToken ended
    )
    {
        try
        {
            while (true)
            {
                await Task.Delay(duration / 2, clock, ended);
                message = await HideAsync(queue, message, duration); // never cancelled: otherwise the new receipt would be lost
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
