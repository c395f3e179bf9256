using Usher.Bots;

namespace Usher.Storage;

/// <summary>A position between bots: just before or just after an id, whether or not that bot still exists.</summary>
internal readonly record struct BotListPlace(BotId Id, bool IsBehind)
{
    public static BotListPlace Before(BotId id) => new(id, IsBehind: false);

    public static BotListPlace Behind(BotId id) => new(id, IsBehind: true);

    /// <summary>No row has this key: it sorts between the rows on either side of the position.</summary>
    public string RowKey => StreamRows.Head(Id) + (IsBehind ? "~" : "");
}
