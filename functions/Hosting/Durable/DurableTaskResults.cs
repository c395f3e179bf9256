namespace Usher.Hosting.Durable;

internal enum ScheduleResult
{
    /// <summary>The start is on its way. Of two starts of one id at the same time both may hear this; one execution runs.</summary>
    Started,

    /// <summary>An instance with this id has not ended yet.</summary>
    AlreadyExists,
}

/// <summary>What became of a message to an instance.</summary>
internal enum DeliveryResult
{
    /// <summary>On its way. Events may still get lost (right after a start) or come twice.</summary>
    Accepted,

    NotFound,

    /// <summary>The instance has ended.</summary>
    Finished,
}

internal enum PurgeResult
{
    Purged,

    NotFound,

    /// <summary>Only an instance that has ended can be purged.</summary>
    NotFinished,
}
