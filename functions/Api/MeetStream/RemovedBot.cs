namespace Usher.Api.MeetStream;

/// <summary>A command was carried out.</summary>
/// <param name="DeletedObjects">The number of events that a deletion of data covers; null for other commands.</param>
internal sealed record RemovedBot(string Message, string BotId, int? DeletedObjects = null);
