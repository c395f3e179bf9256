namespace Usher.Tests.Fire.Checker;

/// <summary>
/// The limit of concurrent bots: bots that join immediately never exceed it, and it never refuses one while slots are free.
/// </summary>
internal static class SlotRules
{
    /// <summary>A released slot is free after this time, even if the process that releases it dies.</summary>
    private static readonly TimeSpan GivenBackWithin = TimeSpan.FromSeconds(90);

    /// <summary>A creation that died leaves a slot without a bot; the slot is found and released within this time.</summary>
    private static readonly TimeSpan FoundWithin = TimeSpan.FromMinutes(4);

    /// <summary>In every other state, a bot is in a meeting or on the way.</summary>
    private static readonly string[] WithoutSlot =
    [
        "scheduled",
        "staged",
        "post_processing",
        "ended",
        "fatal_error",
        "data_deleted",
        "deleted",
    ];

    /// <summary>Scheduled bots join even over the limit; bots created to join immediately do not exceed it.</summary>
    public static IEnumerable<string> TheLimitHolds(FireLog log)
    {
        var lives = log
            .Streams.Where(stream => stream.Events[0].Type == "join_requested")
            .Select(stream => Life(stream, log.EndedAt))
            .ToList();
        return lives
            .Select(life => (life.From, Count: lives.Count(other => other.From <= life.From && life.From < other.To)))
            .Where(moment => moment.Count > log.ConcurrencyLimit)
            .Select(moment => $"At {moment.From:O} there were {moment.Count} bots; {log.ConcurrencyLimit} are allowed.");
    }

    /// <summary>A creation refused for the limit met that many bots, or slots that were being released.</summary>
    public static IEnumerable<string> NoPlaceLeaks(FireLog log)
    {
        var lives = log.Streams.Select(stream => Life(stream, log.EndedAt)).ToList();
        var died = log.Calls.Where(call => call is { Kind: "create", Status: null or >= 500 }).Select(call => call.SentAt).ToList();
        return log
            .Calls.Where(call => call.MetTheLimit)
            .Select(call =>
                (
                    call.AnsweredAt,
                    Count: lives.Count(life => life.From <= call.AnsweredAt && call.SentAt < life.To + GivenBackWithin)
                        + died.Count(sentAt => sentAt <= call.AnsweredAt && call.SentAt < sentAt + FoundWithin)
                )
            )
            .Where(refusal => refusal.Count < log.ConcurrencyLimit)
            .Select(refusal =>
                $"At {refusal.AnsweredAt:O} a bot was refused although only {refusal.Count} of {log.ConcurrencyLimit} slots were taken."
            );
    }

    /// <summary>From the event that sends the bot to the meeting to the one that ends this; zero for a bot that never gets there.</summary>
    private static (DateTimeOffset From, DateTimeOffset To) Life(BotStream stream, DateTimeOffset end)
    {
        var from = stream.Events.FirstOrDefault(next => !WithoutSlot.Contains(next.NewState));
        var to = from is null
            ? null
            : stream.Events.FirstOrDefault(next => next.Sequence > from.Sequence && WithoutSlot.Contains(next.NewState));
        return (from?.At ?? end, from is null ? end : to?.At ?? end);
    }
}
