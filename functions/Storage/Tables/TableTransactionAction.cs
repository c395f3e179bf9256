using Azure;

namespace Usher.Storage.Tables;

internal enum TableTransactionActionType
{
    Add,
    UpdateMerge,
    UpdateReplace,
    Delete,
    UpsertMerge,
    UpsertReplace,
}

/// <summary>One operation of an entity group transaction. <paramref name="ETag"/> guards updates and deletes; the default means any.</summary>
internal sealed record TableTransactionAction(TableTransactionActionType ActionType, TableEntity Entity, ETag ETag = default);

/// <summary>The transaction was refused as a whole: nothing of it was written.</summary>
internal sealed class TableTransactionFailedException(int status, string? errorCode, string message, int? failedTransactionActionIndex)
    : RequestFailedException(status, message, errorCode, innerException: null)
{
    /// <summary>Zero-based position of the operation that failed; null where the service did not say.</summary>
    public int? FailedTransactionActionIndex { get; } = failedTransactionActionIndex;

    /// <summary>How long the service asks to be left alone; null: it does not say.</summary>
    public TimeSpan? RetryAfter { get; init; }
}
