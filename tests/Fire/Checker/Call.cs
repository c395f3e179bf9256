namespace Usher.Tests.Fire.Checker;

/// <summary>One attempt of a client, and what came of it.</summary>
/// <param name="Kind">create, patch, reschedule, move (the other dialect), delete or leave.</param>
/// <param name="Bot">Null where the client does not know it (yet).</param>
/// <param name="Key">The Idempotency-Key, or null.</param>
/// <param name="Marker">What the request puts into the metadata, and no other request does.</param>
/// <param name="Status">Null: there was no answer.</param>
internal sealed record Call(
    string Kind,
    string? Bot,
    string? Key,
    string? Marker,
    DateTimeOffset SentAt,
    DateTimeOffset AnsweredAt,
    int? Status,
    string Body,
    string? ETag = null
)
{
    /// <summary>To which time it moves the bot.</summary>
    public DateTimeOffset? JoinAt { get; init; }

    public bool IsDone => Status is >= 200 and < 300;
}
