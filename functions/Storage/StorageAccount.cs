using Azure;
using Azure.Core;
using Azure.Data.Tables;
using Azure.Identity;
using Azure.Storage.Blobs;
using Azure.Storage.Queues;
using Usher.Configuration;
using Usher.Telemetry;

namespace Usher.Storage;

/// <summary>
/// The storage account behind a connection name, by connection string or by identity, with the settings that the Functions host itself
/// uses: <c>{name}</c>, or <c>{name}__accountName</c>, or <c>{name}__tableServiceUri</c>, <c>__queueServiceUri</c> and
/// <c>__blobServiceUri</c>, with <c>{name}__clientId</c> for a user-assigned identity. Source: "Guidance for developing Azure Functions",
/// section Connections.
/// </summary>
internal sealed class StorageAccount
{
    // What the development host's emulator supports.
    private const QueueClientOptions.ServiceVersion QueueVersion = QueueClientOptions.ServiceVersion.V2021_04_10;

    private readonly TimeProvider clock;
    private readonly QueueServiceClient queues;
    private readonly QueueServiceClient rawQueues;
    private readonly BlobServiceClient blobs;

    /// <param name="configuration">The app's settings.</param>
    /// <param name="clients">What is added to the options of every client.</param>
    /// <param name="clock">Times the requests; null for the system's clock.</param>
    public StorageAccount(IConfiguration configuration, ClientConfiguration? clients = null, TimeProvider? clock = null)
    {
        this.clock = clock ?? TimeProvider.System;
        var tableOptions = TableOptions();
        var queueOptions = Configured(new QueueClientOptions(QueueVersion) { MessageEncoding = QueueMessageEncoding.Base64 });
        var rawQueueOptions = Configured(new QueueClientOptions(QueueVersion) { MessageEncoding = QueueMessageEncoding.None });
        var blobOptions = Configured(new BlobClientOptions(BlobClientOptions.ServiceVersion.V2021_04_10));
        foreach (
            var (options, service) in ((ClientOptions, string)[])
                [(tableOptions, "table"), (queueOptions, "queue"), (rawQueueOptions, "queue"), (blobOptions, "blob")]
        )
        {
            clients?.Apply(options);
            options.AddPolicy(new StorageMeasuring(service, this.clock), HttpPipelinePosition.PerRetry);
        }

        if (HostSettings.ConnectionString.Read(configuration) is { } text)
        {
            var account = Parse(text);
            try
            {
                Tables = new TableServiceClient(
                    account.TableEndpoint,
                    new TableSharedKeyCredential(account.Name, account.Key),
                    tableOptions
                );
                queues = new QueueServiceClient(account.Text, queueOptions);
                rawQueues = new QueueServiceClient(account.Text, rawQueueOptions);
                blobs = new BlobServiceClient(account.Text, blobOptions);
            }
            catch (Exception exception) when (exception is FormatException or ArgumentException)
            {
                // Without the client libraries' message, which may contain the key.
                throw Invalid("Its parts do not match.");
            }

            return;
        }

        TokenCredential credential = new ManagedIdentityCredential(
            HostSettings.ClientId.Read(configuration) is { } clientId
                ? ManagedIdentityId.FromUserAssignedClientId(clientId)
                : ManagedIdentityId.SystemAssigned
        );
        var (table, queue, blob) = (
            Endpoint(configuration, HostSettings.TableServiceUri, "table"),
            Endpoint(configuration, HostSettings.QueueServiceUri, "queue"),
            Endpoint(configuration, HostSettings.BlobServiceUri, "blob")
        );
        Tables = new TableServiceClient(table, credential, tableOptions);
        queues = new QueueServiceClient(queue, credential, queueOptions);
        rawQueues = new QueueServiceClient(queue, credential, rawQueueOptions);
        blobs = new BlobServiceClient(blob, credential, blobOptions);
    }

    public TableServiceClient Tables { get; }

    /// <summary>The options of every client of the Table service.</summary>
    public static TableClientOptions TableOptions() => Configured(new TableClientOptions(TableClientOptions.ServiceVersion.V2020_12_06));

    public MessageQueue Queue(string name) => new(queues.GetQueueClient(name));

    /// <summary>A queue whose texts are read and written unchanged, whatever their encoding.</summary>
    public QueueClient RawQueue(string name) => rawQueues.GetQueueClient(name);

    /// <summary>
    /// Since when the next message of a queue has been waiting, in whole seconds; null if none is. The message stays in the queue, whatever
    /// it contains.
    /// </summary>
    public async Task<DateTimeOffset?> QueueWaitsSinceAsync(string name, CancellationToken cancellationToken) =>
        (await RawQueue(name).PeekMessageAsync(cancellationToken)).Value?.InsertedOn;

    /// <summary>Writes a row and accesses a queue: what a request needs from storage.</summary>
    public async Task TryQuicklyAsync(CancellationToken cancellationToken)
    {
        var row = new TableEntity("health", "health") { ["At"] = clock.GetUtcNow() };
        await Tables.GetTableClient("heartbeats").UpsertEntityAsync(row, TableUpdateMode.Replace, cancellationToken);
        await QueueWaitsSinceAsync(BotQueues.EventsName, cancellationToken);
    }

    /// <summary>Writes a row, reads it and deletes it.</summary>
    /// <returns>The service's time; null if it did not return one.</returns>
    public async Task<DateTimeOffset?> TryAsync(CancellationToken cancellationToken)
    {
        var table = Tables.GetTableClient("heartbeats");
        var row = new TableEntity("doctor", Guid.CreateVersion7(clock.GetUtcNow()).ToString());
        await table.AddEntityAsync(row, cancellationToken);
        await table.FindAsync(row.PartitionKey, row.RowKey, cancellationToken: cancellationToken);
        var answer = await table.DeleteEntityAsync(row.PartitionKey, row.RowKey, ETag.All, cancellationToken);
        return answer.Headers.Date;
    }

    public BlobServiceClient Blobs => blobs;

    public BlobContainerClient Container(string name) => blobs.GetBlobContainerClient(name);

    private static T Configured<T>(T options)
        where T : ClientOptions
    {
        options.Retry.MaxRetries = 3;
        options.Retry.Delay = TimeSpan.FromMilliseconds(200);
        options.Retry.MaxDelay = TimeSpan.FromSeconds(2);
        options.Retry.NetworkTimeout = TimeSpan.FromSeconds(10);
        options.RetryPolicy = new StorageRetryPolicy(options.Retry, TimeProvider.System);
        options.Diagnostics.IsLoggingEnabled = false;
        options.Diagnostics.IsDistributedTracingEnabled = false;
        return options;
    }

    private static StorageConnectionString Parse(string text)
    {
        try
        {
            return StorageConnectionString.Parse(text);
        }
        catch (FormatException exception)
        {
            throw Invalid(exception.Message);
        }
    }

    /// <param name="problem">A sentence, without the connection string, which contains a key.</param>
    private static SettingException Invalid(string problem) =>
        new(
            $"{HostSettings.ConnectionString.Name} is not a connection string of a storage account. {problem} Copy it as the portal shows "
                + "it, like DefaultEndpointsProtocol=https;AccountName=usher;AccountKey=...;EndpointSuffix=core.windows.net, or set it to "
                + "UseDevelopmentStorage=true for Azurite."
        );

    private static Uri Endpoint(IConfiguration configuration, Setting<string?> address, string service) =>
        address.Read(configuration) is { } text ? new Uri(text)
        : HostSettings.AccountName.Read(configuration) is { } account ? new Uri($"https://{account}.{service}.core.windows.net")
        : throw new SettingException(
            $"No storage is configured. Set {HostSettings.ConnectionString.Name} to a connection string (UseDevelopmentStorage=true for "
                + $"Azurite), or {HostSettings.AccountName.Name} to the name of an account that this app's identity may use."
        );
}
