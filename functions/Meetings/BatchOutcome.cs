using Usher.Bots;

namespace Usher.Meetings;

/// <summary>What became of a batch.</summary>
internal abstract record BatchOutcome
{
    private BatchOutcome() { }

    /// <summary>It stands in the stream, now or since it came first.</summary>
    internal sealed record Taken(BotState State) : BatchOutcome;

    internal sealed record BotNotFound : BatchOutcome;

    /// <summary>No runner is at work for the bot.</summary>
    internal sealed record NoRunner(BotState State) : BatchOutcome;

    /// <summary>Another batch came with this id before.</summary>
    internal sealed record IdReused : BatchOutcome;

    /// <summary>The meeting has as many events as one can have.</summary>
    internal sealed record StreamIsFull(int Max) : BatchOutcome;

    internal sealed record LostEveryRace : BatchOutcome;
}
