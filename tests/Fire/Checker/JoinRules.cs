namespace Usher.Tests.Fire.Checker;

/// <summary>Every bot joins once, at its time.</summary>
internal static class JoinRules
{
    private static readonly TimeSpan Slack = TimeSpan.FromSeconds(30);

    /// <summary>Each bot has one command, one claim of it and one arrival.</summary>
    public static IEnumerable<string> JoinedOnce(FireLog log)
    {
        foreach (var stream in log.Streams)
        {
            var commands = stream.Of("join_requested").ToList();
            var claims = stream.Events.Count(next => next.Claimed is { } sequence && commands.Any(command => command.Sequence == sequence));
            var arrivals = stream.Of("joined_meeting").Count();
            if (commands.Count > 1 || claims > 1 || arrivals > 1)
            {
                yield return $"{stream.Bot} has {commands.Count} joins, {claims} claims and {arrivals} arrivals.";
            }
        }

        // A claim repeated under its id is still one claim.
        foreach (var granted in log.Runner.Where(act => act is { Kind: "claim", Type: "join", Status: 200 }).GroupBy(act => act.Bot))
        {
            if (granted.Select(act => act.Id).Distinct().Count() is var count and > 1)
            {
                yield return $"{granted.Key}: {count} claims of its join were granted.";
            }
        }
    }

    /// <summary>A client that was told that a bot is deleted or does not exist never sees it join.</summary>
    public static IEnumerable<string> NeverAfterTheDeletion(FireLog log)
    {
        var deleted = log.Calls.Where(call => call is { Kind: "delete", Status: 200 or 404 }).Select(call => call.Bot!).ToHashSet();
        return log
            .Streams.Where(stream => deleted.Contains(stream.Bot) && stream.Of("join_requested").Any())
            .Select(stream => $"{stream.Bot} was deleted but told to join.")
            .Concat(
                log.Runner.Where(act => act is { Kind: "claim", Status: 200 } && deleted.Contains(act.Bot))
                    .Select(act => $"{act.Bot} was deleted but {act.Command} was granted.")
            );
    }

    /// <summary>
    /// No bot joins before its time, and a runner claims each join no later than the outages in between and a small allowance permit.
    /// Messages held by a dead host stay hidden for one more lease, so the lease is part of the outage; if outages follow each other within
    /// a lease, a message may be hit by each.
    /// </summary>
    public static IEnumerable<string> JoinedInTime(FireLog log)
    {
        foreach (var (bot, due, at, end) in Joins(log))
        {
            if (at < due)
            {
                yield return $"{bot} was told to join {(due - at).TotalSeconds:F1} s before its time.";
            }

            var allowed =
                OutageWithin(log.OutagesOfTheApp.Select(outage => outage with { To = outage.To + log.QueueLease }), due, end) + Slack;
            if (end - due > allowed)
            {
                yield return $"{bot} joined {(end - due).TotalSeconds:F1} s after its time; {allowed.TotalSeconds:F1} s were allowed.";
            }
        }
    }

    /// <summary>The longest lateness of all.</summary>
    public static TimeSpan LongestLateness(FireLog log) => Joins(log).Select(join => join.End - join.Due).DefaultIfEmpty().Max();

    /// <summary>When each bot was due, was told to join, and was claimed (or told again, if nobody claimed it).</summary>
    private static IEnumerable<(string Bot, DateTimeOffset Due, DateTimeOffset At, DateTimeOffset End)> Joins(FireLog log)
    {
        foreach (var stream in log.Streams)
        {
            foreach (var join in stream.Of("join_requested"))
            {
                // The last time set for it. A time already past when it was set is due immediately.
                var set = stream.Events.Last(next =>
                    next.Sequence <= join.Sequence && (next.JoinAt is not null || next == stream.Events[0])
                );
                var due = set.JoinAt > set.At ? set.JoinAt.Value : set.At;
                yield return (stream.Bot, due, join.At, stream.Events.FirstOrDefault(next => next.Claimed == join.Sequence)?.At ?? join.At);
            }
        }
    }

    private static TimeSpan OutageWithin(IEnumerable<Outage> outages, DateTimeOffset from, DateTimeOffset to)
    {
        var (sum, covered) = (TimeSpan.Zero, from);
        foreach (var outage in outages.OrderBy(outage => outage.From))
        {
            var start = outage.From > covered ? outage.From : covered;
            var end = outage.To < to ? outage.To : to;
            if (end > start)
            {
                (sum, covered) = (sum + (end - start), end);
            }
        }

        return sum;
    }
}
