using Azure.Storage.Queues;

namespace Usher.Storage;

/// <summary>A queue of text messages, base64-encoded on the wire as the Functions host expects.</summary>
internal sealed class MessageQueue(QueueClient client)
{
    /// <summary>Sends at least once: an attempt whose response is lost is repeated.</summary>
    /// <param name="delay">How long the message stays invisible, up to 7 days.</param>
    public Task SendAsync(string text, TimeSpan? delay = null, CancellationToken cancellationToken = default) =>
        client.SendMessageAsync(text, delay, timeToLive: TimeSpan.FromSeconds(-1), cancellationToken);

    public Task CreateIfNotExistsAsync(CancellationToken cancellationToken) =>
        client.CreateIfNotExistsAsync(cancellationToken: cancellationToken);
}
