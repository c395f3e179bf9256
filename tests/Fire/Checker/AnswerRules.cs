namespace Usher.Tests.Fire.Checker;

internal static class AnswerRules
{
    /// <summary>Requests held up by something that was down are answered a little later.</summary>
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

    /// <summary>An invalid report is the runner's fault and is refused as such; nothing of it is kept.</summary>
    public static IEnumerable<string> RubbishIsRefused(FireLog log)
    {
        var kept = log.Feed.Select(next => next.Report).ToHashSet();
        return log
            .Runner.Where(act => act.Kind == "rubbish" && (act.Status < 400 || kept.Contains(act.Id)))
            .Select(act => $"{act.Id} of {act.Bot} was answered with {act.Status}.");
    }

    /// <summary>An accepted batch that is repeated is accepted again, unless its bot has been deleted.</summary>
    public static IEnumerable<string> TakenBatchesAreTakenAgain(FireLog log) =>
        log
            .Runner.Where(act => act.Kind is "say" or "write")
            .GroupBy(act => (act.Bot, act.Id))
            .SelectMany(attempts =>
                attempts.SkipWhile(act => !act.IsDone).Where(act => act.Status is >= 400 and < 500 and not (404 or 429))
            )
            .Select(act => $"{act.Id} of {act.Bot} was accepted before but is now refused with {act.Status}.");

    private static bool IsDuringAnOutage(FireLog log, DateTimeOffset from, DateTimeOffset to) =>
        log.OutagesOfTheApp.Any(outage => from <= outage.To + Slack && to >= outage.From);
}
