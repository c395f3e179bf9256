using static Usher.Bots.BotEventType;
using static Usher.Bots.BotState;

namespace Usher.Bots;

/// <summary>
/// One row of the lifecycle: an event, the states it is allowed in (in the order in which a refusal lists them) and the state it leads to.
/// </summary>
/// <param name="To">Null: the state before the move to or from a breakout room, or, for a fact, the state as it is.</param>
/// <param name="Unlisted">States it is allowed in beyond the peer's list: no minute in which a bot can be neither changed nor
/// stopped.</param>
internal sealed record Transition(BotEventType Type, BotState[] From, BotState? To, BotState[] Unlisted)
{
    public bool IsAllowedIn(BotState state) => From.Contains(state) || Unlisted.Contains(state);
}
