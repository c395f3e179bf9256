using Usher.Bots;

namespace Usher.Storage;

/// <summary>What became of a command.</summary>
internal abstract record Outcome
{
    private Outcome() { }

    /// <param name="Bot">The bot after the command.</param>
    /// <param name="Events">What was appended; none where nothing was to be changed.</param>
    internal sealed record Done(Bot Bot, params IReadOnlyList<BotEvent> Events) : Outcome;

    internal sealed record Refused(BotRefusal Refusal) : Outcome;

    /// <summary>The request has come before, and this is what it was answered then.</summary>
    internal sealed record Repeated(KeptAnswer Answer) : Outcome;

    /// <summary>Another request has come with the same key.</summary>
    internal sealed record KeyReused : Outcome;
}
