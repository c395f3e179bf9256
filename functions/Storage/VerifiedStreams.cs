using Usher.Bots;

namespace Usher.Storage;

/// <summary>The result of verifying some bots of a shard.</summary>
/// <param name="Bots">The number of bots.</param>
/// <param name="Next">The bot to continue after; null if there are no more.</param>
internal sealed record VerifiedStreams(int Bots, IReadOnlyList<StreamDifference> Differences, BotId? Next);
