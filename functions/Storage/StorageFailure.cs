using Azure;
using Azure.Identity;
using Grpc.Core;

namespace Usher.Storage;

/// <summary>
/// Storage did not respond, or cannot respond now: the caller may try again later. Every other error of storage is a programming error.
/// </summary>
internal static class StorageFailure
{
    /// <summary>
    /// Time-outs, throttling, 5xx and lost connections, alone or as the sum of the pipeline's tries. The pipeline tells its own time-out as
    /// a cancellation, so where the caller may have cancelled, ask its token first. The Durable extension, which has its instances in
    /// storage too, tells its failures over gRPC.
    /// </summary>
    public static bool IsTransient(Exception exception) =>
        exception switch
        {
            RequestFailedException failed => failed.Status is 0 or 408 or 429 or >= 500,
            AggregateException aggregate => aggregate.InnerExceptions.Count > 0 && aggregate.InnerExceptions.All(IsTransient),
            IOException or HttpRequestException or TimeoutException or OperationCanceledException or RpcException => true,
            _ => false,
        };

    /// <summary>
    /// The same, or it refused what was asked, or knows nobody who asks: a table that is gone, a role or an identity that is missing.
    /// </summary>
    public static bool IsAny(Exception exception) =>
        IsTransient(exception)
        || exception is RequestFailedException or AuthenticationFailedException
        || (exception is AggregateException aggregate && aggregate.InnerExceptions.Count > 0 && aggregate.InnerExceptions.All(IsAny));

    /// <summary>What is wrong and what to do about it, for operators: the client libraries' texts are for programmers.</summary>
    public static string Describe(Exception exception) =>
        exception switch
        {
            AggregateException { InnerExceptions: [.., var last] } => Describe(last),
            AuthenticationFailedException =>
                "Storage was not contacted because this machine has no managed identity. Run the command where the "
                    + "app's identity is available, or set AzureWebJobsStorage to a connection string.",
            RequestFailedException { Status: 401 or 403 } => "Storage rejected this key or identity. Check the AccountKey in "
                + "AzureWebJobsStorage, or that the identity may read and write tables, queues and blobs.",
            RequestFailedException { Status: (408 or 429 or >= 500) and var status } =>
                $"Storage is busy or failing (status {status}). Try again later.",
            RequestFailedException { Status: > 0 and var status } =>
                $"Storage does not have what was requested (status {status}). Check the addresses and the account's name in "
                    + "AzureWebJobsStorage.",
            _ => "Storage is not responding. Make sure that it is running and that its address in AzureWebJobsStorage is right.",
        };
}
