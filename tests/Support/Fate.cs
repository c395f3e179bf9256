namespace Usher.Tests.Support;

/// <summary>What happens to the next transaction.</summary>
internal enum Fate
{
    Passes,

    /// <summary>The connection is cut before the request reaches the service.</summary>
    CutBefore,

    /// <summary>The service carries the transaction out, and the connection is cut before its answer arrives.</summary>
    CutAfter,

    /// <summary>The service carries the transaction out immediately, and its answer arrives after the client has given up.</summary>
    AnswerIsLate,

    /// <summary>The request reaches the service after the client has given up.</summary>
    RequestIsLate,
}
