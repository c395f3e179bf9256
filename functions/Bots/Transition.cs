using static Usher.Bots.BotEventType;
using static Usher.Bots.BotState;

namespace Usher.Bots;

/// <summary>
/// One row of the lifecycle: an event, the states that allow it (in the order in which refusals list them) and the resulting state.
/// </summary>
/// <param name="To">Null for the state before the move to or from a breakout room, or for a fact that leaves the state unchanged.</param>
/// <param name="Unlisted">
/// States that allow the event although Attendee does not list them, so that a bot can be changed or stopped at any time.
/// </param>
internal sealed record Transition(BotEventType Type, BotState[] From, BotState? To, BotState[] Unlisted)
{
    public bool IsAllowedIn(BotState state) => From.Contains(state) || Unlisted.Contains(state);
}
