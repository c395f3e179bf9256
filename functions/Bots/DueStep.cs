namespace Usher.Bots;

/// <summary>What the clock does to a bot next: the events, in order, and when they are due.</summary>
internal sealed record DueStep(DateTimeOffset At, params (BotEventType Type, string? SubType)[] Events)
{
    /// <summary>It ends the bot because nothing has been heard of it, which outages put off.</summary>
    public bool IsForSilence { get; init; }
}
