namespace Usher.Api.Attendee;

/// <summary>One page of bots, oldest first. The links are absolute; null where there is no such page.</summary>
internal sealed record BotPage(string? Next, string? Previous, IReadOnlyList<BotResource> Results);
