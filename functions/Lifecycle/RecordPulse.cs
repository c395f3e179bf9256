using Usher.Storage;

namespace Usher.Lifecycle;

/// <summary>
/// Records that the app and its storage, including queues, are working: runner reports need both. See <see cref="Pulse"/>.
/// </summary>
internal sealed class RecordPulse(StorageAccount account, Pulse pulse)
{
    [Function(nameof(RecordPulse))]
    public async Task RunAsync([TimerTrigger("*/10 * * * * *", UseMonitor = false)] TimerInfo timer, CancellationToken cancellationToken)
    {
        await account.QueueWaitsSinceAsync(BotQueues.EventsName, cancellationToken);
        await pulse.BeatAsync(cancellationToken);
    }
}
