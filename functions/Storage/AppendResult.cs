namespace Usher.Storage;

internal enum AppendResult
{
    Appended,

    /// <summary>The stream has moved on: read it and decide anew.</summary>
    Stale,

    /// <summary>The report was accepted before.</summary>
    AlreadyReported,

    DeduplicationKeyInUse,

    /// <summary>An answer is kept already.</summary>
    AlreadyAnswered,
}
