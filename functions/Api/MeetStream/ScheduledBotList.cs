namespace Usher.Api.MeetStream;

internal sealed record ScheduledBotList(IReadOnlyList<ScheduledBotResource> ScheduledBots);
