using Azure;
using Azure.Core;
using Azure.Data.Tables;
using Azure.Identity;
using Azure.Storage.Blobs;
using Azure.Storage.Queues;
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
    private const string Connection = "AzureWebJobsStorage";

    // What the emulator of the development host knows.
    private const QueueClientOptions.ServiceVersion QueueVersion = QueueClientOptions.ServiceVersion.V2021_04_10;

    private readonly TimeProvider clock;
    private readonly QueueServiceClient queues;
    private readonly QueueServiceClient rawQueues;
    private readonly BlobServiceClient blobs;

    /// <param name="configuration">The app's settings.</param>
    /// <param name="clients">What is added to the options of every client.</param>
    /// <param name="clock">Times the requests; null: the system's.</param>
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

        if (configuration[Connection] is { Length: > 0 } connectionString)
        {
            var expanded = connectionString.Contains("UseDevelopmentStorage=true", StringComparison.OrdinalIgnoreCase)
                ? StorageConnectionString.Development
                : connectionString;
            try
            {
                // Parsed here, so that a part that is missing can be named.
                var account = StorageConnectionString.Parse(expanded);
                Tables = new TableServiceClient(
                    account.TableEndpoint,
                    new TableSharedKeyCredential(account.Name, account.Key),
                    tableOptions
                );
                queues = new QueueServiceClient(expanded, queueOptions);
                rawQueues = new QueueServiceClient(expanded, rawQueueOptions);
                blobs = new BlobServiceClient(expanded, blobOptions);
            }
            catch (Exception exception) when (exception is FormatException or ArgumentException)
            {
                // Which part is wrong, if that is known; never the text itself, which holds a key.
                throw new SettingException(
                    $"{Connection} is no connection string of a storage account ({exception.Message.TrimEnd('.')}). Copy it as the "
                        + "portal shows it, like "
                        + "DefaultEndpointsProtocol=https;AccountName=usher;AccountKey=...;EndpointSuffix=core.windows.net, or set it to "
                        + "UseDevelopmentStorage=true for Azurite."
                );
            }

            return;
        }

        var section = configuration.GetSection(Connection);
        TokenCredential credential = section["clientId"] is { Length: > 0 } clientId
            ? new ManagedIdentityCredential(ManagedIdentityId.FromUserAssignedClientId(clientId))
            : new ManagedIdentityCredential(ManagedIdentityId.SystemAssigned);
        Tables = new TableServiceClient(Endpoint(section, "table"), credential, tableOptions);
        queues = new QueueServiceClient(Endpoint(section, "queue"), credential, queueOptions);
        rawQueues = new QueueServiceClient(Endpoint(section, "queue"), credential, rawQueueOptions);
        blobs = new BlobServiceClient(Endpoint(section, "blob"), credential, blobOptions);
    }

    public TableServiceClient Tables { get; }

    /// <summary>What every client of the Table service is made with.</summary>
    public static TableClientOptions TableOptions() => Configured(new TableClientOptions(TableClientOptions.ServiceVersion.V2020_12_06));

    public MessageQueue Queue(string name) => new(queues.GetQueueClient(name));

    /// <summary>A queue whose texts are as they lie there, whatever their encoding.</summary>
    public QueueClient RawQueue(string name) => rawQueues.GetQueueClient(name);

    /// <summary>
    /// Since when the message waits that a queue would give next, in whole seconds; null: none waits. It stays where it is, whatever it
    /// holds.
    /// </summary>
    public async Task<DateTimeOffset?> QueueWaitsSinceAsync(string name, CancellationToken cancellationToken) =>
        (await RawQueue(name).PeekMessageAsync(cancellationToken)).Value?.InsertedOn;

    /// <summary>Writes a row and asks a queue: what a request needs of storage.</summary>
    public async Task TryQuicklyAsync(CancellationToken cancellationToken)
    {
        var row = new TableEntity("health", "health") { ["At"] = clock.GetUtcNow() };
        await Tables.GetTableClient("heartbeats").UpsertEntityAsync(row, TableUpdateMode.Replace, cancellationToken);
        await QueueWaitsSinceAsync(BotQueues.EventsName, cancellationToken);
    }

    /// <summary>Writes a row, reads it and deletes it.</summary>
    /// <returns>The service's time; null: it did not tell.</returns>
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

    private static Uri Endpoint(IConfigurationSection section, string service) =>
        section[$"{service}ServiceUri"] is { Length: > 0 } text
            ? Uri.TryCreate(text, UriKind.Absolute, out var uri)
                ? uri
                : throw new SettingException(
                    $"{Connection}__{service}ServiceUri is '{text}', which is no address. Set it to one like "
                        + $"https://usher.{service}.core.windows.net."
                )
            : section["accountName"] is { Length: > 0 } account
                ? account.All(char.IsAsciiLetterOrDigit)
                    ? new Uri($"https://{account}.{service}.core.windows.net")
                    : throw new SettingException(
                        $"{Connection}__accountName is '{account}', which is no name: letters and digits, as the portal shows it."
                    )
                : throw new SettingException(
                    $"No storage is configured. Set {Connection} to a connection string (UseDevelopmentStorage=true for Azurite), or "
                        + $"{Connection}__accountName to the name "
                        + "of an account that this app's identity may use."
                );
}
