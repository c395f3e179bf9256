using Usher.Bots;

namespace Usher.Storage;

/// <summary>Some bots of a shard, verified.</summary>
/// <param name="Bots">How many they are.</param>
/// <param name="Next">Behind which bot it goes on; null: that was all.</param>
internal sealed record VerifiedStreams(int Bots, IReadOnlyList<StreamDifference> Differences, BotId? Next);
