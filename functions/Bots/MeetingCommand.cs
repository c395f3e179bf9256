namespace Usher.Bots;

/// <summary>Something for a bot's runner to do in the meeting.</summary>
/// <param name="Payload">The parameters as the runner gets them, an object; null if there are none.</param>
internal sealed record MeetingCommand(MeetingCommandType Type, JsonText? Payload = null);
