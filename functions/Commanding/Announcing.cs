using Usher.Bots;

namespace Usher.Commanding;

/// <summary>Which events somebody has to hear of: all but changes of metadata and names, and claims.</summary>
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
