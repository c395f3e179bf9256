using System.Collections.Concurrent;
using System.Globalization;
using Usher.Storage;
using Usher.Wire;

namespace Usher.Api;

/// <summary>
/// How often a project may ask: a bucket of as many tokens as it has requests a minute, filled evenly. Each instance of the app has buckets
/// of its own, so that no request waits for a row that all share. Every answer tells what is left (draft-ietf-httpapi-ratelimit-headers).
/// </summary>
internal sealed class RequestRate(LimitOptions limits, TimeProvider clock)
{
    private const double Minute = 60;
    private readonly ConcurrentDictionary<string, Bucket> buckets = new(StringComparer.Ordinal);

    /// <summary>Admits the caller where it is its project's turn.</summary>
    /// <param name="caller">Whose turn is asked for.</param>
    /// <param name="refuse">The dialect's words, by the seconds to wait.</param>
    public Admission Admit(Caller caller, Func<int, HttpResult> refuse)
    {
        var turn = Take(caller.Project);
        return new Admission(turn is { SecondsToWait: > 0 and var seconds } ? refuse(seconds) : null, caller, turn);
    }

    /// <returns>Null where nobody is counted.</returns>
    private RequestTurn? Take(string project)
    {
        if (limits.RequestsPerMinute is not { } quota)
        {
            return null;
        }

        var (isTaken, tokens) = buckets.GetOrAdd(project, _ => new Bucket(quota, clock)).Take();
        var perSecond = quota / Minute;
        return new RequestTurn(
            isTaken ? 0 : Seconds((1 - tokens) / perSecond),
            string.Create(CultureInfo.InvariantCulture, $"\"requests\";q={quota};w={Minute}"),
            string.Create(CultureInfo.InvariantCulture, $"\"requests\";r={(int)tokens};t={Seconds((quota - tokens) / perSecond)}")
        );
    }

    private static int Seconds(double time) => (int)Math.Ceiling(time - 1e-9);

    private sealed class Bucket(int quota, TimeProvider clock)
    {
        private readonly Lock gate = new();
        private double tokens = quota;
        private long filledAt = clock.GetTimestamp();

        /// <returns>Whether there was one to take, and what is left.</returns>
        public (bool IsTaken, double Left) Take()
        {
            lock (gate)
            {
                var now = clock.GetTimestamp();
                tokens = Math.Min(quota, tokens + (clock.GetElapsedTime(filledAt, now).TotalSeconds * quota / Minute));
                filledAt = now;
                var isTaken = tokens >= 1;
                tokens -= isTaken ? 1 : 0;
                return (isTaken, tokens);
            }
        }
    }
}
