using Usher.Bots;

namespace Usher.Storage;

/// <summary>A place between bots: just before the one with an id, or just behind it, whether or not it still exists.</summary>
internal readonly record struct BotListPlace(BotId Id, bool IsBehind)
{
    public static BotListPlace Before(BotId id) => new(id, IsBehind: false);

    public static BotListPlace Behind(BotId id) => new(id, IsBehind: true);

    /// <summary>No row has this key: it sorts between the rows on either side of the place.</summary>
    public string RowKey => StreamRows.Head(Id) + (IsBehind ? "~" : "");
}
