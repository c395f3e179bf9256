namespace Usher.Api.MeetStream;

/// <summary>A command was carried out.</summary>
/// <param name="DeletedObjects">Of a deletion of data: how many records had any; null: it was none.</param>
internal sealed record RemovedBot(string Message, string BotId, int? DeletedObjects = null);
