using Proto = Usher.Hosting.Durable.Protobuf.TaskFailureDetails;

namespace Usher.Hosting.Durable;

/// <summary>Failures between .NET and the protocol.</summary>
internal static class FailureDetails
{
    public static TaskFailureDetails? Read(Proto? details) =>
        details is null ? null : new TaskFailureDetails(details.ErrorType, details.ErrorMessage, Read(details.InnerFailure));

    /// <summary>
    /// Without the stack trace, which the log has. Beware: the host takes an inner error of the type System.OutOfMemoryException for a fault of the platform,
    /// and repeats the turn.
    /// </summary>
    public static Proto Write(Exception exception) => new()
    {
        ErrorType = exception.GetType().FullName,
        ErrorMessage = exception.Message,
        InnerFailure = exception.InnerException is { } inner ? Write(inner) : null,
    };
}
