namespace Usher.Bots;

/// <summary>
/// One immutable fact of a bot's stream. NB: these cases and their payloads are the storage format: a change must read every row ever
/// written.
/// </summary>
internal abstract record BotEvent
{
    private BotEvent() { }

    public required BotEventType Type { get; init; }

    public required DateTimeOffset At { get; init; }

    public required Actor Actor { get; init; }

    public string? SubType { get; init; }

    /// <summary>
    /// The first event of a stream: <c>bot_created</c> where the bot waits for its time, <c>join_requested</c> where it joins at once.
    /// </summary>
    internal sealed record Created(BotDetails Details) : BotEvent;

    /// <summary>A row of the transition table: the state changes, or a fact about the recording or the transcription is noted.</summary>
    /// <param name="Data">What the runner added, or null.</param>
    internal sealed record Transitioned(JsonText? Data = null) : BotEvent;

    internal sealed record Updated(BotChanges Changes) : BotEvent;

    /// <summary>A runner has taken a command: from here on nobody else may.</summary>
    /// <param name="Sequence">The sequence number of the event that sent the command.</param>
    /// <param name="Capabilities">What the runner can do in the meeting, as it says when it takes the join; null: it does not say.</param>
    internal sealed record Claimed(int Sequence, IReadOnlyList<MeetingCommandType>? Capabilities = null) : BotEvent;

    /// <summary>A client wants something of the runner in the meeting. The state stays as it is until the runner reports.</summary>
    internal sealed record Commanded(MeetingCommand Command) : BotEvent;
}
