namespace Usher.Tests.Fire.Checker;

/// <summary>Deduplication keys and Idempotency-Keys.</summary>
internal static class KeyRules
{
    /// <summary>
    /// No two bots lived with the same key at the same time. A bot lives from at the latest when its creation is answered until at the
    /// earliest when the event that ends it is decided: two bots that were each answered before the other's end was decided overlapped.
    /// </summary>
    public static IEnumerable<string> DeduplicationKeysAreNotShared(FireLog log)
    {
        var answered = log
            .Calls.Where(call => call is { Kind: "create", IsDone: true, Bot: not null })
            .GroupBy(call => call.Bot!)
            .ToDictionary(calls => calls.Key, calls => calls.Min(call => call.AnsweredAt));
        foreach (
            var sharing in log
                .Streams.Where(stream => stream.Events[0].DeduplicationKey is not null)
                .GroupBy(stream => stream.Events[0].DeduplicationKey)
        )
        {
            var lives = sharing
                .Where(stream => answered.ContainsKey(stream.Bot))
                .Select(stream => (stream.Bot, From: answered[stream.Bot], To: EndOf(stream)))
                .ToList();
            foreach (var (bot, from, to) in lives)
            {
                foreach (var other in lives.Where(other => string.CompareOrdinal(bot, other.Bot) < 0 && from < other.To && other.From < to))
                {
                    yield return $"{bot} and {other.Bot} lived with the key {sharing.Key} at the same time.";
                }
            }
        }
    }

    /// <summary>
    /// All answers to a keyed request are identical, byte for byte; answers that mean "not carried out, try again" do not count.
    /// </summary>
    public static IEnumerable<string> KeyedAnswersAreEqual(FireLog log) =>
        log
            .Calls.Where(call => call.Key is not null && IsFinal(call))
            .GroupBy(call => call.Key)
            .Where(calls => calls.Select(call => (call.Status, call.Body, call.ETag)).Distinct().Count() > 1)
            .Select(calls =>
                $"{calls.Key} was answered {string.Join(" and ", calls.Select(call => $"{call.Status} {call.Body}").Distinct())}."
            );

    /// <summary>What a keyed request wrote is in the feed once, however often it was sent.</summary>
    public static IEnumerable<string> KeyedRequestsAreCarriedOutOnce(FireLog log)
    {
        var written = log
            .Feed.Where(next => next.Metadata is not null)
            .GroupBy(next => StreamRules.Marker(next.Metadata) ?? "")
            .ToDictionary(events => events.Key, events => events.Count());
        foreach (var calls in log.Calls.Where(call => call is { Key: not null, Marker: not null }).GroupBy(call => call.Marker!))
        {
            var count = written.GetValueOrDefault(calls.Key);
            if (count > 1 || (count == 0 && calls.Any(call => call.IsDone)))
            {
                yield return $"{calls.Key} was carried out {count} times.";
            }
        }
    }

    private static DateTimeOffset EndOf(BotStream stream) =>
        stream.Events.FirstOrDefault(next => next.NewState is "ended" or "fatal_error" or "deleted")?.At ?? DateTimeOffset.MaxValue;

    /// <summary>
    /// A lost race, a storage outage, the limit of concurrent bots, and a time that was still in the future when the request was first sent
    /// leave their keys free.
    /// </summary>
    private static bool IsFinal(Call call) =>
        call.IsDone
        || (
            call.Status is >= 400 and < 500 and not 409
            && !call.MetTheLimit
            && !call.Body.Contains("\"join_at\":", StringComparison.Ordinal)
        );
}
