using System.Collections.Frozen;

namespace Usher.Bots;

/// <summary>
/// What an update of a scheduled bot asks for. It is laid over what the bot has when it is decided, so that of two at the same time neither
/// undoes the other; null, and a name that is not there, stand for "as it is".
/// </summary>
internal sealed record ScheduledBotChanges
{
    public DateTimeOffset? JoinAt { get; init; }

    public string? BotName { get; init; }

    /// <summary>Entries of the metadata by name; null removes one.</summary>
    public IReadOnlyDictionary<string, string?> Attributes { get; init; } = FrozenDictionary<string, string?>.Empty;

    /// <summary>Flags of the settings group <c>features</c> by name.</summary>
    public IReadOnlyDictionary<string, bool> Features { get; init; } = FrozenDictionary<string, bool>.Empty;
}
