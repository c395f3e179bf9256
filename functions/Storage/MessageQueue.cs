using Azure.Storage.Queues;

namespace Usher.Storage;

/// <summary>A queue of texts, base64 on the wire as the Functions host reads them.</summary>
internal sealed class MessageQueue(QueueClient client)
{
    /// <summary>At least once: a try whose answer got lost is repeated.</summary>
    /// <param name="delay">How long the message stays invisible, up to 7 days.</param>
    public Task SendAsync(string text, TimeSpan? delay = null, CancellationToken cancellationToken = default) =>
        client.SendMessageAsync(text, delay, timeToLive: TimeSpan.FromSeconds(-1), cancellationToken);

    public Task CreateIfNotExistsAsync(CancellationToken cancellationToken) =>
        client.CreateIfNotExistsAsync(cancellationToken: cancellationToken);
}
