using Azure.Storage.Queues;
using Usher.LocalHost.Configuration;
using Usher.LocalHost.Functions;

namespace Usher.LocalHost.Queues;

/// <summary>The queue of a queueTrigger, and the one for its poison messages.</summary>
/// <param name="Poison">Null where the queue is itself one for poison messages.</param>
internal sealed record QueueConnection(QueueClient Queue, QueueClient? Poison)
{
    private const string PoisonSuffix = "-poison";

    /// <exception cref="LocalHostException">The binding names no queue, or a connection that is no connection string.</exception>
    public static QueueConnection Open(FunctionDefinition function, AppSettings settings)
    {
        var trigger = function.Trigger;
        var name = settings.Expand(trigger.Text("queueName") ?? throw new LocalHostException($"The queueTrigger of function {function.Name} has no queueName."));
        var connection = trigger.Text("connection") is { Length: > 0 } given ? given : "AzureWebJobsStorage";
        var connectionString = settings[connection]
            ?? throw new LocalHostException($"The connection {connection} of function {function.Name} is not a setting that holds a connection string.");

        // Encoding is handled here: a message that is not base64 must be seen as it is.
        var options = new QueueClientOptions { MessageEncoding = QueueMessageEncoding.None };
        options.Retry.Delay = TimeSpan.FromMilliseconds(200);
        options.Retry.NetworkTimeout = TimeSpan.FromSeconds(10);
        options.Diagnostics.IsDistributedTracingEnabled = false;
        options.Diagnostics.IsLoggingEnabled = false;
        return new QueueConnection(
            new QueueClient(connectionString, name, options),
            name.EndsWith(PoisonSuffix, StringComparison.Ordinal) ? null : new QueueClient(connectionString, name + PoisonSuffix, options));
    }
}
