namespace Usher.Tests.Fire.Checker;

/// <summary>One attempt by a client, and its outcome.</summary>
/// <param name="Kind">create, patch, reschedule, move (the other dialect), delete or leave.</param>
/// <param name="Bot">Null if the client does not know it (yet).</param>
/// <param name="Key">The Idempotency-Key, or null.</param>
/// <param name="Marker">Metadata written by this request and no other.</param>
/// <param name="Status">Null if there was no answer.</param>
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
    /// <summary>The time to which it moves the bot.</summary>
    public DateTimeOffset? JoinAt { get; init; }

    public bool IsDone => Status is >= 200 and < 300;

    /// <summary>Refused because the project had as many bots as it may have at a time.</summary>
    public bool MetTheLimit => this is { Kind: "create", Status: 400 } && Body.Contains("concurrent bots", StringComparison.Ordinal);
}
