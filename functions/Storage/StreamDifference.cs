using Usher.Bots;

namespace Usher.Storage;

/// <summary>A bot whose projection differs from the fold of its events.</summary>
/// <param name="What">
/// The differing columns and fields of the projection; <c>head</c> if it is missing, <c>events</c> if there are none or one cannot be read.
/// </param>
internal sealed record StreamDifference(BotId Bot, IReadOnlyList<string> What, bool IsRepaired);
