namespace Usher.Tests.Fire.Checker;

/// <summary>The events of one bot.</summary>
internal sealed record BotStream(string Bot, IReadOnlyList<FedEvent> Events)
{
    public FedEvent Last => Events[^1];

    public IEnumerable<FedEvent> Of(string type) => Events.Where(next => next.Type == type);

    /// <summary>The events that the API lists and webhooks deliver.</summary>
    public IEnumerable<FedEvent> StateChanges => Events.Where(next => next.OldState != next.NewState);
}
