using System.Runtime.CompilerServices;
using System.Text.Json;
using Azure;
using Azure.Core;
using Azure.Core.Pipeline;

namespace Usher.Storage.Tables;

internal enum TableUpdateMode
{
    Merge,
    Replace,
}

/// <summary>
/// One table. Every method throws <see cref="RequestFailedException"/> with the service's status and error code
/// (<see cref="TableErrorCode"/>) where it says so. Names follow Azure.Data.Tables; the protocol is the Table service REST API.
/// </summary>
internal sealed class TableClient(HttpPipeline pipeline, string endpoint, string name, TimeProvider clock)
{
    public string Name { get; } = TableRules.ValidTableName(name);

    /// <summary>Creates the table; one that exists is success.</summary>
    public async Task CreateIfNotExistsAsync(CancellationToken cancellationToken = default)
    {
        using var message = Request(RequestMethod.Post, new Uri($"{endpoint}/Tables"));
        message.Request.Headers.Add("Prefer", "return-no-content");
        SetBody(message, writer =>
        {
            writer.WriteStartObject();
            writer.WriteString("TableName", Name);
            writer.WriteEndObject();
        });
        var response = await SendAsync(message, cancellationToken);
        if (response.Status != 409 && response.IsError)
        {
            throw TableError.From(response);
        }
    }

    /// <summary>The row, or null where there is none.</summary>
    public async Task<TableEntity?> GetEntityIfExistsAsync(
        string partitionKey, string rowKey, IEnumerable<string>? select = null, CancellationToken cancellationToken = default)
    {
        var query = select is null ? "" : $"?$select={string.Join(',', select)}";
        using var message = Request(RequestMethod.Get, new Uri(TableRules.EntityUrl(endpoint, Name, partitionKey, rowKey) + query));
        var response = await SendAsync(message, cancellationToken);
        if (response.Status == 404)
        {
            var error = TableError.From(response);
            return error.ErrorCode == TableErrorCode.TableNotFound ? throw error : null;
        }

        ThrowIfFailed(response);
        using var document = JsonDocument.Parse(response.Content.ToMemory());
        var entity = TableEntityJson.Read(document.RootElement, partitionKey, rowKey);
        entity.ETag = response.Headers.ETag ?? entity.ETag;
        return entity;
    }

    /// <summary>Inserts; an existing row is 409 EntityAlreadyExists.</summary>
    public Task<ETag> AddEntityAsync(TableEntity entity, CancellationToken cancellationToken = default) =>
        WriteAsync(new TableTransactionAction(TableTransactionActionType.Add, entity), cancellationToken);

    /// <summary>Inserts or overwrites, without a condition.</summary>
    public Task<ETag> UpsertEntityAsync(TableEntity entity, TableUpdateMode mode = TableUpdateMode.Replace, CancellationToken cancellationToken = default) =>
        WriteAsync(
            new TableTransactionAction(
                mode == TableUpdateMode.Merge ? TableTransactionActionType.UpsertMerge : TableTransactionActionType.UpsertReplace, entity),
            cancellationToken);

    /// <summary>Overwrites an existing row where its ETag is still <paramref name="ifMatch"/>: 412 UpdateConditionNotSatisfied, 404 ResourceNotFound.</summary>
    public Task<ETag> UpdateEntityAsync(
        TableEntity entity, ETag ifMatch, TableUpdateMode mode = TableUpdateMode.Replace, CancellationToken cancellationToken = default) =>
        WriteAsync(
            new TableTransactionAction(
                mode == TableUpdateMode.Merge ? TableTransactionActionType.UpdateMerge : TableTransactionActionType.UpdateReplace, entity, ifMatch),
            cancellationToken);

    /// <summary>Deletes where the ETag is still <paramref name="ifMatch"/> (<see cref="ETag.All"/>: any). A row that is gone already is success.</summary>
    public async Task DeleteEntityAsync(string partitionKey, string rowKey, ETag ifMatch, CancellationToken cancellationToken = default)
    {
        try
        {
            await WriteAsync(new TableTransactionAction(TableTransactionActionType.Delete, new TableEntity(partitionKey, rowKey), ifMatch), cancellationToken);
        }
        catch (RequestFailedException exception) when (exception.ErrorCode == TableErrorCode.ResourceNotFound)
        {
            // Somebody else, or an earlier try of this very request, has deleted it.
        }
    }

    /// <summary>Rows in key order, page after page. Nothing is promised about changes between two pages.</summary>
    public async IAsyncEnumerable<TableEntity> QueryAsync(
        string? filter = null, int? maxPerPage = null, IEnumerable<string>? select = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var query = TableQuery.Text(filter, maxPerPage, select);
        for (var continuation = ""; ;)
        {
            using var message = Request(RequestMethod.Get, new Uri($"{endpoint}/{Name}(){query}{continuation}"));
            var response = await SendAsync(message, cancellationToken);
            ThrowIfFailed(response);
            using var document = JsonDocument.Parse(response.Content.ToMemory());
            foreach (var row in document.RootElement.GetProperty("value").EnumerateArray())
            {
                yield return TableEntityJson.Read(row);
            }

            // A page may be empty and still have a continuation: only its absence is the end.
            if (TableQuery.Continuation(response, hasQuery: query.Length > 0) is not { } next)
            {
                yield break;
            }

            continuation = next;
        }
    }

    /// <summary>
    /// Up to 100 operations on rows of one partition, all or nothing, in order. Sent once: after a time-out or a 5xx the caller reads back
    /// whether it was applied. Answers each row's new ETag, by position; a deleted row has none.
    /// </summary>
    /// <exception cref="TableTransactionFailedException">Refused; nothing was written.</exception>
    public async Task<IReadOnlyList<ETag>> SubmitTransactionAsync(IReadOnlyList<TableTransactionAction> actions, CancellationToken cancellationToken = default)
    {
        TableRules.Validate(actions);
        using var message = Request(RequestMethod.Post, new Uri($"{endpoint}/$batch"));
        message.SetProperty(StorageRetryPolicy.SendOnce, true);
        TableTransaction.Write(message.Request, endpoint, Name, actions);
        var response = await SendAsync(message, cancellationToken);
        return TableTransaction.ETags(response, clock.GetUtcNow());
    }

    private async Task<ETag> WriteAsync(TableTransactionAction action, CancellationToken cancellationToken)
    {
        TableRules.Validate(action.Entity);
        var (method, url, ifMatch) = TableRules.Operation(endpoint, Name, action);
        using var message = Request(method, new Uri(url));
        if (ifMatch is not null)
        {
            message.Request.Headers.Add("If-Match", ifMatch);
        }

        if (action.ActionType == TableTransactionActionType.Add)
        {
            message.Request.Headers.Add("Prefer", "return-no-content");
        }

        if (action.ActionType != TableTransactionActionType.Delete)
        {
            SetBody(message, writer => TableEntityJson.Write(writer, action.Entity));
        }

        var response = await SendAsync(message, cancellationToken);
        ThrowIfFailed(response);
        return response.Headers.ETag ?? default;
    }

    private HttpMessage Request(RequestMethod method, Uri uri)
    {
        var message = pipeline.CreateMessage();
        message.Request.Method = method;
        message.Request.Uri.Reset(uri);
        message.Request.Headers.Add("Accept", "application/json;odata=minimalmetadata");
        message.Request.Headers.Add("DataServiceVersion", "3.0");
        message.Request.Headers.Add("x-ms-version", "2020-12-06");
        return message;
    }

    private async Task<Response> SendAsync(HttpMessage message, CancellationToken cancellationToken)
    {
        await pipeline.SendAsync(message, cancellationToken);
        return message.Response;
    }

    private static void SetBody(HttpMessage message, Action<Utf8JsonWriter> write)
    {
        message.Request.Headers.Add(HttpHeader.Names.ContentType, "application/json");
        message.Request.Content = RequestContent.Create(TableRules.Json(write));
    }

    private static void ThrowIfFailed(Response response)
    {
        if (response.IsError)
        {
            throw TableError.From(response);
        }
    }
}
