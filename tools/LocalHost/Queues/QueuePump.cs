using Azure;
using Azure.Storage.Queues;
using Azure.Storage.Queues.Models;
using Usher.LocalHost.Configuration;

namespace Usher.LocalHost.Queues;

/// <summary>
/// Listens to one queue: batches in parallel, the next one fetched as soon as no more than the threshold are in work. Source: QueueListener of the Storage
/// queues extension.
/// </summary>
/// <param name="process">Handles one message to its end; does not throw but for cancellation.</param>
internal sealed class QueuePump(
    QueueClient queue,
    QueueSettings settings,
    TimeSpan lease,
    Func<QueueMessage, CancellationToken, Task> process,
    Action<string> report,
    TimeProvider clock) : IAsyncDisposable
{
    private readonly CancellationTokenSource stopping = new();
    private readonly List<Task> inWork = [];
    private Task listening = Task.CompletedTask;

    public void Start() => listening = ListenAsync();

    /// <summary>Fetches nothing more; what is in work goes on.</summary>
    public Task StopListeningAsync() => stopping.CancelAsync();

    /// <summary>Waits for what is in work.</summary>
    public async ValueTask DisposeAsync()
    {
        await StopListeningAsync();
        await listening;
        await Task.WhenAll(inWork);
        stopping.Dispose();
    }

    private async Task ListenAsync()
    {
        var interval = new PollingInterval(settings.MaxPollingInterval, Random.Shared);
        try
        {
            while (true)
            {
                var messages = await ReceiveAsync();
                if (messages.Count == 0)
                {
                    await Task.Delay(interval.Next(), clock, stopping.Token);
                    continue;
                }

                interval.Reset();
                inWork.AddRange(messages.Select(message => process(message, CancellationToken.None)));
                await WaitForRoomAsync();
            }
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            // No more batches.
        }
    }

    private async Task WaitForRoomAsync()
    {
        inWork.RemoveAll(task => task.IsCompleted);
        while (inWork.Count > settings.NewBatchThreshold)
        {
            await Task.WhenAny(inWork).WaitAsync(stopping.Token);
            inWork.RemoveAll(task => task.IsCompleted);
        }
    }

    // A queue that does not exist yet is empty; one that cannot be reached is asked again.
    private async Task<IReadOnlyList<QueueMessage>> ReceiveAsync()
    {
        try
        {
            return await queue.ReceiveMessagesAsync(settings.BatchSize, lease, stopping.Token) is { Value: { } messages } ? messages : [];
        }
        catch (RequestFailedException exception) when (exception.ErrorCode == QueueErrorCode.QueueNotFound)
        {
            return [];
        }
        catch (Exception exception) when (!stopping.IsCancellationRequested)
        {
            report($"Queue {queue.Name} cannot be read: {exception.Message}");
            return [];
        }
    }
}
