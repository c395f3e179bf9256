namespace Usher.LocalHost.Rpc;

/// <summary>
/// A function failed in the worker. The message has the format that the Functions host gives it and that the Durable extension parses
/// (RpcException of the host, OutOfProcExceptionHelpers of the extension): <c>Result: Failure\nException: …\nStack: …</c>.
/// </summary>
public sealed class InvocationFailedException : Exception
{
    internal InvocationFailedException(RpcException? exception)
        : this(exception?.Message ?? "", exception?.StackTrace ?? "") { }

    internal InvocationFailedException(string reason, string stack = "")
        : base($"Result: Failure\nException: {reason}\nStack: {stack}") => Reason = reason;

    /// <summary>The text of the worker's exception alone.</summary>
    public string Reason { get; }

    /// <returns>Null if the function succeeded.</returns>
    internal static InvocationFailedException? Of(InvocationResponse response) =>
        response.Result.Status is StatusResult.Types.Status.Success ? null : new InvocationFailedException(response.Result.Exception);
}
