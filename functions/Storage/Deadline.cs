using Usher.Bots;

namespace Usher.Storage;

/// <summary>
/// A bot that was to be looked at by <paramref name="DueAt"/>. A stale row is harmless: the bot is looked at and nothing is due.
/// </summary>
internal sealed record Deadline(string Project, BotId Bot, DateTimeOffset DueAt);
