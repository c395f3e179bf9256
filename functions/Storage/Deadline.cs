using Usher.Bots;

namespace Usher.Storage;

/// <summary>A bot that must be checked by <paramref name="DueAt"/>. A stale row is harmless: the check finds nothing due.</summary>
internal sealed record Deadline(string Project, BotId Bot, DateTimeOffset DueAt);
