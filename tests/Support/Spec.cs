using Usher.Bots;

namespace Usher.Tests.Support;

/// <summary>Given past events, when a command arrives, then this happens: domain tests as sentences.</summary>
internal sealed class Spec
{
    public static readonly DateTimeOffset Now = new(2026, 11, 23, 12, 0, 0, TimeSpan.Zero);
    public static readonly BotId Id = BotId.Parse("bot_3pVFZM00AAAAAAAA");

    private readonly Bot? bot;
    private Decision? decision;

    private Spec(IEnumerable<BotEvent> history)
    {
        var events = history.ToList();
        bot = events.Count == 0 ? null : Bot.Fold(Id, events);
    }

    public Bot After => ((Decision.Accepted)decision!).Events.Aggregate(bot, (before, next) => Bot.Evolve(Id, before, next))!;

    public static Spec Given(params IEnumerable<BotEvent> history) => new(history);

    public Spec When(BotCommand command, DateTimeOffset? at = null)
    {
        decision = BotDecider.Decide(bot, command, at ?? Now);
        return this;
    }

    public Spec Then(params BotEventType[] events)
    {
        Assert.Equal(events, Assert.IsType<Decision.Accepted>(decision).Events.Select(next => next.Type));
        return this;
    }

    public void ThenNothing() => Then();

    public void ThenRefused(BotRefusal refusal) => Assert.Equal(refusal, Assert.IsType<Decision.Refused>(decision).Refusal);
}
