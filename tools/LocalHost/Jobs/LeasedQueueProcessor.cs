using System.Collections.Concurrent;
using Azure.Storage.Queues;
using Azure.Storage.Queues.Models;
using Microsoft.Azure.WebJobs.Host.Executors;
using Microsoft.Azure.WebJobs.Host.Queues;

namespace Usher.LocalHost.Jobs;

/// <summary>
/// Keeps a message hidden for our own lease while its function runs: the extension's is 10 minutes, and so a message whose host was killed
/// would wait that long. The message is received with that lease (<see cref="LeasePolicy"/>) and renewed here.
/// </summary>
internal sealed class LeasedQueueProcessor(QueueProcessorOptions options, TimeSpan lease, TimeProvider clock) : QueueProcessor(options)
{
    private readonly QueueClient queue = options.Queue;
    private readonly ConcurrentDictionary<(string MessageId, string Receipt), MessageLease> leases = []; // by the extension's values

    protected override async Task<bool> BeginProcessingMessageAsync(QueueMessage message, CancellationToken cancellationToken)
    {
        if (!await base.BeginProcessingMessageAsync(message, cancellationToken))
        {
            return false;
        }

        leases[(message.MessageId, message.PopReceipt)] = new MessageLease(queue, message, lease, clock);
        return true;
    }

    protected override async Task CompleteProcessingMessageAsync(
        QueueMessage message,
        FunctionResult result,
        CancellationToken cancellationToken
    )
    {
        // The extension's own renewal, after five minutes, does not find the message under the receipt it knows, and stops.
        leases.TryRemove((message.MessageId, message.PopReceipt), out var held);
        using (held)
        {
            await base.CompleteProcessingMessageAsync(await held!.EndAsync(), result, cancellationToken);
        }
    }
}
