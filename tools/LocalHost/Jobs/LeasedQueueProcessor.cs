using System.Collections.Concurrent;
using Azure;
using Azure.Storage.Queues;
using Azure.Storage.Queues.Models;
using Microsoft.Azure.WebJobs.Host.Executors;
using Microsoft.Azure.WebJobs.Host.Queues;

namespace Usher.LocalHost.Jobs;

/// <summary>
/// Hides a message for a lease of our own while its function runs: the extension always takes 10 minutes, and so long waits a message
/// whose host was killed. Costs one storage request a message.
/// </summary>
internal sealed class LeasedQueueProcessor(QueueProcessorOptions options, TimeSpan lease, TimeProvider clock) : QueueProcessor(options)
{
    private readonly QueueClient queue = options.Queue;
    private readonly ConcurrentDictionary<(string MessageId, string Receipt), MessageLease> leases = []; // by what the extension knows

    protected override async Task<bool> BeginProcessingMessageAsync(QueueMessage message, CancellationToken cancellationToken)
    {
        if (!await base.BeginProcessingMessageAsync(message, cancellationToken))
        {
            return false;
        }

        try
        {
            leases[(message.MessageId, message.PopReceipt)] = await MessageLease.TakeAsync(queue, message, lease, clock);
            return true;
        }
        catch (RequestFailedException exception) when (exception.Status == 404)
        {
            return false; // somebody else has it
        }
    }

    protected override async Task CompleteProcessingMessageAsync(
        QueueMessage message, FunctionResult result, CancellationToken cancellationToken)
    {
        // The extension's own renewal, after five minutes, does not find the message under the receipt that it knows, and ends.
        leases.TryRemove((message.MessageId, message.PopReceipt), out var held);
        using (held)
        {
            await base.CompleteProcessingMessageAsync(await held!.EndAsync(), result, cancellationToken);
        }
    }
}
