namespace Usher.Bots;

/// <summary>
/// An immutable fact in a bot's stream. NB: these cases and their payloads are the storage format. Every change must still read every row
/// ever written.
/// </summary>
internal abstract record BotEvent
{
    private BotEvent() { }

    public required BotEventType Type { get; init; }

    public required DateTimeOffset At { get; init; }

    public required Actor Actor { get; init; }

    public string? SubType { get; init; }

    /// <summary>
    /// The first event of a stream: <c>bot_created</c> if the bot is scheduled, <c>join_requested</c> if it joins immediately.
    /// </summary>
    internal sealed record Created(BotDetails Details) : BotEvent;

    /// <summary>A row of the transition table: it changes the state or records a fact about the recording or the transcription.</summary>
    /// <param name="Data">What the runner added; null if nothing.</param>
    internal sealed record Transitioned(JsonText? Data = null) : BotEvent;

    internal sealed record Updated(BotChanges Changes) : BotEvent;

    /// <summary>A runner has claimed a command; no other runner may claim it from then on.</summary>
    /// <param name="Sequence">The sequence number of the event that sent the command.</param>
    /// <param name="Capabilities">What the runner can do in the meeting, declared when it claims the join; null if it does not say.</param>
    internal sealed record Claimed(int Sequence, IReadOnlyList<MeetingCommandType>? Capabilities = null) : BotEvent;

    /// <summary>A client wants the runner to do something in the meeting. The state stays the same until the runner reports.</summary>
    internal sealed record Commanded(MeetingCommand Command) : BotEvent;
}
