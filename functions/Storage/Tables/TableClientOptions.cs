using Azure.Core;

namespace Usher.Storage.Tables;

/// <summary>Retries and time-outs of the Tables client. A transaction is never repeated by the pipeline: whether it was applied is read back.</summary>
internal sealed class TableClientOptions : ClientOptions
{
    public TableClientOptions()
    {
        Retry.MaxRetries = 3;
        Retry.Delay = TimeSpan.FromMilliseconds(200);
        Retry.MaxDelay = TimeSpan.FromSeconds(2);
        Retry.NetworkTimeout = TimeSpan.FromSeconds(10);
        RetryPolicy = new StorageRetryPolicy(Retry, Clock);
        Diagnostics.IsLoggingEnabled = false;
        Diagnostics.IsDistributedTracingEnabled = false;
        Diagnostics.IsTelemetryEnabled = false;
    }

    /// <summary>The time that signatures carry.</summary>
    public TimeProvider Clock { get; init; } = TimeProvider.System;
}
