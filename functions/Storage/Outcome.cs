using Usher.Bots;

namespace Usher.Storage;

/// <summary>The result of a command.</summary>
internal abstract record Outcome
{
    private Outcome() { }

    /// <param name="Bot">The bot after the command.</param>
    /// <param name="Events">The appended events; none if nothing had to change.</param>
    internal sealed record Done(Bot Bot, params IReadOnlyList<BotEvent> Events) : Outcome;

    internal sealed record Refused(BotRefusal Refusal) : Outcome;

    /// <summary>The request was already answered; this is that answer.</summary>
    internal sealed record Repeated(StoredAnswer Answer) : Outcome;

    /// <summary>Another request has used the same key.</summary>
    internal sealed record KeyReused : Outcome;
}
