namespace Usher.Api.MeetStream;

internal sealed record DetailedBot(BotDetail BotDetails);
