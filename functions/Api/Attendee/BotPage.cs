namespace Usher.Api.Attendee;

/// <summary>A page of bots, oldest first. Links are absolute, and null where there is no such page.</summary>
internal sealed record BotPage(string? Next, string? Previous, IReadOnlyList<BotResource> Results);
