namespace Usher.Storage;

internal enum AppendResult
{
    Appended,

    /// <summary>The stream has changed: read it and decide again.</summary>
    Stale,

    /// <summary>The report was already accepted.</summary>
    AlreadyReported,

    DeduplicationKeyInUse,

    /// <summary>An answer is already stored.</summary>
    AlreadyAnswered,
}
