using Usher.Bots;

namespace Usher.Meetings;

/// <summary>The result of appending a batch.</summary>
internal abstract record BatchOutcome
{
    private BatchOutcome() { }

    /// <summary>The batch is in the stream, newly appended or from an earlier attempt.</summary>
    internal sealed record Taken(BotState State) : BatchOutcome;

    internal sealed record BotNotFound : BatchOutcome;

    /// <summary>No runner is working for the bot.</summary>
    internal sealed record NoRunner(BotState State) : BatchOutcome;

    /// <summary>Another batch has already used this id.</summary>
    internal sealed record IdReused : BatchOutcome;

    /// <summary>The meeting has reached its limit of events.</summary>
    internal sealed record StreamIsFull(int Max) : BatchOutcome;

    internal sealed record LostEveryRace : BatchOutcome;
}
