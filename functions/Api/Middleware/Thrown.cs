namespace Usher.Api.Middleware;

internal static class Thrown
{
    /// <summary>The exception of a function, which the worker wraps in an AggregateException.</summary>
    public static Exception By(Exception exception) => exception is AggregateException { InnerExceptions: [var only] } ? only : exception;
}
