namespace Usher.Tests.Support;

/// <summary>What becomes of the next transaction.</summary>
internal enum Fate
{
    Passes,

    /// <summary>The connection is cut before the service has heard of it.</summary>
    CutBefore,

    /// <summary>The service carries it out, and the connection is cut before its answer comes through.</summary>
    CutAfter,

    /// <summary>The service carries it out at once, and its answer comes when nobody waits for it any more.</summary>
    AnswerIsLate,

    /// <summary>The service hears of it when nobody waits for it any more.</summary>
    RequestIsLate,
}
