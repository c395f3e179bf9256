namespace Usher.Storage;

/// <summary>Some events of the feed.</summary>
/// <param name="Next">The place behind them.</param>
internal sealed record FeedPage(IReadOnlyList<FedEvent> Events, FeedPlace Next)
{
    /// <summary>
    /// Nothing was behind them. Else there may be, however few they are: of what has been erased a request passes by only so much.
    /// </summary>
    public required bool IsLast { get; init; }
}
