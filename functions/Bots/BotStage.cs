namespace Usher.Bots;

/// <summary>
/// Where in its life a bot is. What is the same for several states is decided by their stage, so that a new state needs no entry in lists.
/// The dashboard knows the members' snake-case names.
/// </summary>
internal enum BotStage
{
    /// <summary>No bot is ever in the state.</summary>
    None,

    /// <summary>Not told to join yet.</summary>
    Upcoming,

    /// <summary>On the way into the meeting.</summary>
    Arriving,

    /// <summary>In the meeting, and able to carry out commands there.</summary>
    Meeting,

    /// <summary>On the way to or from a breakout room: in no meeting at the moment.</summary>
    BetweenRooms,

    /// <summary>Told to leave.</summary>
    Leaving,

    /// <summary>Out of the meeting; its runner still has work to do.</summary>
    Finishing,

    /// <summary>Nothing is due any more.</summary>
    Over,
}
