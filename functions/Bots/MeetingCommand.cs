namespace Usher.Bots;

/// <summary>Something that a bot's runner is to do in the meeting.</summary>
/// <param name="Payload">An object that says how, as the runner gets it; null: there is nothing to say.</param>
internal sealed record MeetingCommand(MeetingCommandType Type, JsonText? Payload = null);
