using Usher.LocalHost.Durable.Http;
using Usher.LocalHost.Durable.Storage;
using Usher.LocalHost.Functions;
using Usher.Storage.Tables;

namespace Usher.LocalHost.Durable;

/// <summary>
/// Stands in for the Durable Functions extension with its Azure Storage backend: orchestrations over the passthrough protocol, one turn at a
/// time for each instance, every turn a transaction in one table.
/// </summary>
internal sealed class DurableExtension : IAsyncDisposable
{
    private readonly DurableOptions options;
    private readonly TaskHub hub;
    private readonly ManagementApi managementApi;

    public DurableExtension(
        IReadOnlyDictionary<string, FunctionDefinition> functions,
        IFunctionInvoker invoker,
        TableServiceClient tables,
        DurableOptions options,
        TimeProvider clock,
        ILogger logger)
    {
        this.options = options;
        var table = new TaskHubTable(tables, options.TableName);
        hub = new TaskHub(functions, invoker, table, options, clock, logger);
        Client = new TaskHubClient(hub, table, clock, logger);
        managementApi = new ManagementApi(Client, options.HubName, clock);
    }

    public TaskHubClient Client { get; }

    /// <summary>Recovers what an earlier host left unfinished, and begins to work.</summary>
    public Task StartAsync(CancellationToken cancellationToken) => hub.StartAsync(cancellationToken);

    /// <summary>
    /// Takes on no more work and waits for the turns that run. From the call on their handler is being killed: a failed invocation is then no failure of
    /// its orchestration but a turn to be repeated by the next host.
    /// </summary>
    public Task StopAsync() => hub.DisposeAsync().AsTask();

    public ValueTask DisposeAsync() => hub.DisposeAsync();

    /// <summary>The HTTP management API below <c>/runtime/webhooks/durabletask</c>.</summary>
    public void MapManagementApi(IEndpointRouteBuilder endpoints) => managementApi.Map(endpoints);

    /// <summary>The JSON text that a durableClient input binding holds.</summary>
    /// <param name="httpBaseUrl">Of the management API, as the handler reaches it.</param>
    public string ClientPayload(Uri httpBaseUrl) => JsonText.Written(writer =>
    {
        writer.WriteStartObject();
        writer.WriteString("taskHubName", options.HubName);
        writer.WriteNull("connectionName");
        writer.WriteNull("creationUrls");
        writer.WriteNull("managementUrls");
        writer.WriteNull("baseUrl");
        writer.WriteString("requiredQueryStringParameters", ManagementUrls.SystemKey);

        // The extension offers gRPC too; this host does not, and a client that needs it shall notice at once.
        writer.WriteNull("rpcBaseUrl");
        writer.WriteString("httpBaseUrl", ManagementUrls.BaseUrl(httpBaseUrl));
        writer.WriteNumber("maxGrpcMessageSizeInBytes", 4 * 1024 * 1024);
        writer.WriteString("grpcHttpClientTimeout", "00:01:40");
        writer.WriteEndObject();
    });
}
