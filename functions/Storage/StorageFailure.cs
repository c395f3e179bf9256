using Azure;
using Azure.Identity;
using Grpc.Core;

namespace Usher.Storage;

/// <summary>
/// Storage did not answer, or not now: the caller may try again later. Everything else that storage says is a programming error.
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
        IsTransient(exception) || exception is RequestFailedException or AuthenticationFailedException;
}
