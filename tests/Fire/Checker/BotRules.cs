using System.Text.Json;

namespace Usher.Tests.Fire.Checker;

/// <summary>No bot is lost or stuck.</summary>
internal static class BotRules
{
    private static readonly string[] Ends = ["ended", "fatal_error", "data_deleted", "deleted"];

    /// <summary>A bot whose creation was answered with 201 has a stream and is shown unless it was deleted.</summary>
    public static IEnumerable<string> AcknowledgedBotsExist(FireLog log)
    {
        var (streams, shown) = (log.Streams.ToDictionary(stream => stream.Bot), log.Shown.ToDictionary(bot => bot.Bot));
        foreach (
            var bot in log
                .Calls.Where(call => call is { Kind: "create", IsDone: true })
                .Select(call => JsonElement.Parse(call.Body).GetProperty("id").GetString()!)
                .Distinct()
        )
        {
            if (!streams.TryGetValue(bot, out var stream))
            {
                yield return $"{bot} was acknowledged but has no events.";
            }
            else if (stream.Last.NewState != "deleted" && shown.GetValueOrDefault(bot)?.Status != 200)
            {
                yield return $"{bot} was acknowledged but is not shown.";
            }
        }
    }

    /// <summary>Every bot has ended or waits for a future time; deletions and leaves reported to a client took effect.</summary>
    public static IEnumerable<string> BotsEnd(FireLog log)
    {
        var done = log.Calls.Where(call => call is { IsDone: true, Bot: not null }).ToLookup(call => call.Bot!);
        foreach (var stream in log.Streams)
        {
            var joinAt = stream.Events.Last(next => next.JoinAt is not null || next.Sequence == stream.Events[0].Sequence).JoinAt;
            if (!Ends.Contains(stream.Last.NewState) && !(stream.Last.NewState == "scheduled" && joinAt > log.EndedAt))
            {
                yield return $"{stream.Bot} has been {stream.Last.NewState} since {stream.Last.At:O}.";
            }

            var kinds = done[stream.Bot].Select(call => call.Kind).ToHashSet();
            if (kinds.Contains("delete") && stream.Last.NewState != "deleted")
            {
                yield return $"{stream.Bot} was deleted according to the answer but is {stream.Last.NewState}.";
            }

            if (kinds.Contains("leave") && !stream.Of("leave_requested").Any())
            {
                yield return $"{stream.Bot} was told to leave according to the answer but has no such event.";
            }
        }
    }

    /// <summary>A bot that the lifecycle gave up on was abandoned by its runner.</summary>
    public static IEnumerable<string> NoFailureWithoutAReason(FireLog log)
    {
        var abandoned = log.Runner.Where(act => act.Kind == "abandon").Select(act => act.Bot).ToHashSet();
        return log
            .Streams.Where(stream => stream.Last is { NewState: "fatal_error", Actor: "lifecycle" } && !abandoned.Contains(stream.Bot))
            .Select(stream => $"{stream.Bot} failed in {stream.Last.OldState}: {stream.Last.SubType}.");
    }
}
