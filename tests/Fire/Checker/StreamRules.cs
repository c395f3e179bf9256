using System.Text.Json;

namespace Usher.Tests.Fire.Checker;

/// <summary>The streams are complete, and what is shown matches them.</summary>
internal static class StreamRules
{
    /// <summary>Events are numbered from 1 without gaps or duplicates, and each begins in the state where the previous one ended.</summary>
    public static IEnumerable<string> NoGaps(FireLog log)
    {
        foreach (var stream in log.Streams)
        {
            if (!stream.Events.Select(next => next.Sequence).SequenceEqual(Enumerable.Range(1, stream.Events.Count)))
            {
                yield return $"{stream.Bot} has the events {string.Join(", ", stream.Events.Select(next => next.Sequence))}.";
            }

            if (
                !stream
                    .Events.Select(next => next.OldState)
                    .SequenceEqual(stream.Events.Select(next => next.NewState).Prepend("ready").SkipLast(1))
            )
            {
                yield return $"{stream.Bot} goes {string.Join(", ", stream.Events.Select(next => $"{next.OldState} > {next.NewState}"))}.";
            }
        }
    }

    /// <summary>
    /// The state, time, metadata, version and events that GET answers are those of the stream; a deleted bot is not found.
    /// </summary>
    public static IEnumerable<string> ShownIsFolded(FireLog log)
    {
        var shown = log.Shown.ToDictionary(bot => bot.Bot);
        foreach (var stream in log.Streams)
        {
            if (!shown.TryGetValue(stream.Bot, out var bot))
            {
                yield return $"{stream.Bot} was not requested.";
            }
            else if (stream.Last.NewState == "deleted")
            {
                if (bot.Status != 404)
                {
                    yield return $"{stream.Bot} is deleted but answers {bot.Status}.";
                }
            }
            else if (Differences(stream, bot) is { Count: > 0 } differences)
            {
                yield return $"{stream.Bot} is shown with {string.Join("; ", differences)}.";
            }
        }
    }

    /// <summary>A change answered with 200 is in the stream: its metadata and its time.</summary>
    public static IEnumerable<string> AcknowledgedChangesAreKept(FireLog log)
    {
        var streams = log.Streams.ToDictionary(stream => stream.Bot);
        foreach (var call in log.Calls.Where(call => call is { Kind: "patch" or "reschedule" or "move", IsDone: true }))
        {
            var events = streams.TryGetValue(call.Bot!, out var stream) ? stream.Events : [];
            if (call.Marker is { } marker && !events.Any(next => Marker(next.Metadata) == marker))
            {
                yield return $"{call.Bot}: {marker} is in no event.";
            }

            if (call.JoinAt is { } time && !events.Any(next => next.JoinAt == time))
            {
                yield return $"{call.Bot}: {time:O} is in no event.";
            }
        }
    }

    /// <summary>An accepted report is one event, however often it was sent.</summary>
    public static IEnumerable<string> ReportsAreKeptOnce(FireLog log)
    {
        var kept = log
            .Feed.Where(next => next.Report is not null)
            .GroupBy(next => next.Report!)
            .ToDictionary(events => events.Key, events => events.Count());
        var accepted = log.Runner.Where(act => act is { Kind: "report", Status: 200 }).Select(act => act.Id!).Distinct();
        return kept.Where(report => report.Value > 1)
            .Select(report => $"{report.Key} is in {report.Value} events.")
            .Concat(accepted.Where(id => !kept.ContainsKey(id)).Select(id => $"{id} was accepted but is in no event."));
    }

    /// <summary>What a request wrote to the metadata; null if no request did.</summary>
    public static string? Marker(string? metadata) =>
        metadata is null ? null
        : JsonElement.Parse(metadata) is { ValueKind: JsonValueKind.Object } root && root.TryGetProperty("op", out var marker)
            ? marker.GetString()
        : null;

    private static List<string> Differences(BotStream stream, ShownBot bot)
    {
        var joinAt = stream.Events.LastOrDefault(next => next.JoinAt is not null)?.JoinAt ?? stream.Events[0].At;
        var metadata = stream.Events.LastOrDefault(next => next.Metadata is not null)?.Metadata;
        var events = stream.StateChanges.Select(next => (next.Type, next.SubType, Micro(next.At)));
        List<string> differences = [];
        Differ(bot.Status == 200, $"status {bot.Status}");
        Differ(bot.State == stream.Last.NewState, $"state {bot.State} instead of {stream.Last.NewState}");
        Differ(bot.JoinAt is { } shown && Micro(shown) == Micro(joinAt), $"join_at {bot.JoinAt:O} instead of {joinAt:O}");
        Differ(Same(bot.Metadata, metadata), $"metadata {bot.Metadata} instead of {metadata}");
        Differ(bot.ETag == $"\"{stream.Last.Sequence}\"", $"ETag {bot.ETag} instead of {stream.Last.Sequence}");
        Differ(bot.Events.Select(next => (next.Type, next.SubType, Micro(next.At))).SequenceEqual(events), "other events");
        return differences;

        void Differ(bool isRight, string text)
        {
            if (!isRight)
            {
                differences.Add(text);
            }
        }
    }

    private static bool Same(string? one, string? other) =>
        one is null || other is null ? one == other : JsonElement.DeepEquals(JsonElement.Parse(one), JsonElement.Parse(other));

    /// <summary>Times are shown with microsecond precision.</summary>
    private static long Micro(DateTimeOffset time) => time.UtcTicks / TimeSpan.TicksPerMicrosecond;
}
