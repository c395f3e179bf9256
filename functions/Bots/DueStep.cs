namespace Usher.Bots;

/// <summary>The next step due by the clock: its events in order, and when it is due.</summary>
internal sealed record DueStep(DateTimeOffset At, params (BotEventType Type, string? SubType)[] Events)
{
    /// <summary>Whether the step ends the bot for silence, which outages postpone.</summary>
    public bool IsForSilence { get; init; }
}
