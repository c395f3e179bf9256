namespace Usher.Tests.Fire.Checker;

/// <summary>The events of one bot.</summary>
internal sealed record BotStream(string Bot, IReadOnlyList<FeedEvent> Events)
{
    public FeedEvent Last => Events[^1];

    public IEnumerable<FeedEvent> Of(string type) => Events.Where(next => next.Type == type);

    /// <summary>The events that the API lists and webhooks deliver.</summary>
    public IEnumerable<FeedEvent> StateChanges => Events.Where(next => next.OldState != next.NewState);
}
