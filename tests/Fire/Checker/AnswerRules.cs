namespace Usher.Tests.Fire.Checker;

internal static class AnswerRules
{
    /// <summary>What waited for something that was down is answered a little later.</summary>
    private static readonly TimeSpan Slack = TimeSpan.FromSeconds(10);

    /// <summary>A 5xx is a defect, unless something was down.</summary>
    public static IEnumerable<string> NoServerErrorWithoutAnOutage(FireLog log) =>
        log
            .Calls.Where(call => call.Status >= 500 && !IsDuringAnOutage(log, call.SentAt, call.AnsweredAt))
            .Select(call => $"{call.Kind} of {call.Bot} at {call.SentAt:O}: {call.Status} {call.Body}")
            .Concat(
                log.Runner.Where(act => act.Status >= 500 && !IsDuringAnOutage(log, act.At, act.At))
                    .Select(act => $"{act.Kind} of {act.Bot} at {act.At:O}: {act.Status}")
            );

    /// <summary>A report that makes no sense is the runner's fault, and says so; nothing of it is kept.</summary>
    public static IEnumerable<string> RubbishIsRefused(FireLog log)
    {
        var kept = log.Feed.Select(next => next.Report).ToHashSet();
        return log
            .Runner.Where(act => act.Kind == "rubbish" && (act.Status < 400 || kept.Contains(act.Id)))
            .Select(act => $"{act.Id} of {act.Bot} was answered with {act.Status}.");
    }

    private static bool IsDuringAnOutage(FireLog log, DateTimeOffset from, DateTimeOffset to) =>
        log.OutagesOfTheApp.Any(outage => from <= outage.To + Slack && to >= outage.From);
}
