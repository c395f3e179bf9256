namespace Usher.Api.Middleware;

internal static class Thrown
{
    /// <summary>What a function threw: the worker hands it over as the only one of several.</summary>
    public static Exception By(Exception exception) => exception is AggregateException { InnerExceptions: [var only] } ? only : exception;
}
