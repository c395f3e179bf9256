using Azure.Core;
using Azure.Core.Pipeline;

namespace Usher.Storage.Tables;

/// <summary>
/// The Table service of one storage account, over the REST protocol and Azure.Core's pipeline.
/// Shaped like Azure.Data.Tables.TableServiceClient, so that the package can take its place.
/// </summary>
internal sealed class TableServiceClient
{
    private readonly HttpPipeline pipeline;
    private readonly string endpoint;
    private readonly TimeProvider clock;

    /// <summary>Signs with the account key of a storage connection string.</summary>
    public TableServiceClient(string connectionString, TableClientOptions? options = null)
    {
        options ??= new TableClientOptions();
        clock = options.Clock;
        var account = StorageConnectionString.Parse(connectionString);
        endpoint = account.TableEndpoint.AbsoluteUri.TrimEnd('/');
        pipeline = HttpPipelineBuilder.Build(options, new TableSharedKeyPipelinePolicy(account.Name, account.Key, options.Clock));
    }

    /// <summary>Authenticates with Microsoft Entra; needs the role Storage Table Data Contributor.</summary>
    public TableServiceClient(Uri endpoint, TokenCredential credential, TableClientOptions? options = null)
    {
        options ??= new TableClientOptions();
        clock = options.Clock;
        this.endpoint = endpoint.AbsoluteUri.TrimEnd('/');
        var token = new BearerTokenAuthenticationPolicy(credential, "https://storage.azure.com/.default");
        pipeline = HttpPipelineBuilder.Build(options, token);
    }

    public TableClient GetTableClient(string tableName) => new(pipeline, endpoint, tableName, clock);
}
