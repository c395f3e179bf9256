namespace Usher.Bots;

/// <summary>The outcome of a decision: events to append (none if nothing changes), or a refusal.</summary>
internal abstract record Decision
{
    private Decision() { }

    public static readonly Decision Nothing = new Accepted([]);

    public static Decision Accept(params BotEvent[] events) => new Accepted(events);

    public static Decision Refuse(BotRefusal refusal) => new Refused(refusal);

    internal sealed record Accepted(IReadOnlyList<BotEvent> Events) : Decision;

    internal sealed record Refused(BotRefusal Refusal) : Decision;
}
