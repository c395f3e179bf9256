namespace Usher.Tests.Fire.Checker;

internal static class AnswerRules
{
    /// <summary>What waited for something that was down is answered a little later.</summary>
    private static readonly TimeSpan Slack = TimeSpan.FromSeconds(10);

    /// <summary>A 5xx is a defect, unless something was down.</summary>
    public static IEnumerable<string> NoServerErrorWithoutAnOutage(FireLog log) =>
        log.Calls.Where(call => call.Status >= 500 && !IsDuringAnOutage(log, call.SentAt, call.AnsweredAt)).Select(call => $"{call.Kind} of {call.Bot} at {call.SentAt:O}: {call.Status} {call.Body}")
            .Concat(log.Runner.Where(act => act.Status >= 500 && !IsDuringAnOutage(log, act.At, act.At)).Select(act => $"{act.Kind} of {act.Bot} at {act.At:O}: {act.Status}"));

    private static bool IsDuringAnOutage(FireLog log, DateTimeOffset from, DateTimeOffset to) =>
        log.OutagesOfTheApp.Any(outage => from <= outage.To + Slack && to >= outage.From);
}
