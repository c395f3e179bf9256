using System.Collections.Frozen;

namespace Usher.Bots;

/// <summary>
/// The changes of an update to a scheduled bot. They are applied to the bot as it is at the decision, so that simultaneous updates do not
/// undo each other. Null values and missing names leave things as they are.
/// </summary>
internal sealed record ScheduledBotChanges
{
    public DateTimeOffset? JoinAt { get; init; }

    public string? BotName { get; init; }

    /// <summary>Metadata entries by name; null removes an entry.</summary>
    public IReadOnlyDictionary<string, string?> Attributes { get; init; } = FrozenDictionary<string, string?>.Empty;

    /// <summary>Flags of the settings group <c>features</c> by name.</summary>
    public IReadOnlyDictionary<string, bool> Features { get; init; } = FrozenDictionary<string, bool>.Empty;
}
