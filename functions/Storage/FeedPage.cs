namespace Usher.Storage;

/// <summary>A page of the feed.</summary>
/// <param name="Next">The position after the page.</param>
internal sealed record FeedPage(IReadOnlyList<FeedEvent> Events, FeedPlace Next)
{
    /// <summary>
    /// No events follow. Otherwise some may, even if the page is short: one request skips only a limited number of erased events.
    /// </summary>
    public required bool IsLast { get; init; }
}
