using Usher.Bots;

namespace Usher.Storage;

/// <summary>A bot whose projection is not the fold of its events.</summary>
/// <param name="What">
/// What differs, by the names of the projection's columns and fields; <c>head</c> where there is none, <c>events</c> where there are none
/// or one cannot be read.
/// </param>
internal sealed record StreamDifference(BotId Bot, IReadOnlyList<string> What, bool IsRepaired);
