using Usher.Bots;

namespace Usher.Commanding;

/// <summary>Tells which events are announced: all except claims and changes of metadata or names.</summary>
internal static class Announcing
{
    public static bool IsNeeded(BotEvent next) =>
        next switch
        {
            BotEvent.Updated updated => updated.Changes.JoinAt is not null,
            BotEvent.Claimed => false,
            _ => true,
        };
}
