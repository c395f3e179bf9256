using Microsoft.Azure.WebJobs.Host.Queues;

namespace Usher.LocalHost.Jobs;

/// <inheritdoc cref="LeasedQueueProcessor"/>
internal sealed class LeasedQueueProcessorFactory(TimeSpan lease, TimeProvider clock) : IQueueProcessorFactory
{
    public QueueProcessor Create(QueueProcessorOptions queueProcessorOptions) =>
        new LeasedQueueProcessor(queueProcessorOptions, lease, clock);
}
