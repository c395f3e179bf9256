using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using Usher.Bots;

namespace Usher.Telemetry;

/// <summary>
/// The metrics of the meter <c>Usher</c>. No tag may contain an id, so the number of time series is bounded by the names in this code.
/// Nothing is recorded without a listener.
/// </summary>
internal static class Measures
{
    public const string MeterName = "Usher";

    private static readonly Meter Meter = new(MeterName);

    private static readonly Counter<long> Joins = Meter.CreateCounter<long>("usher.bot.joins", "{bot}", "Bots that joined their meeting.");

    private static readonly Histogram<double> JoinLateness = Histogram(
        "usher.bot.join.lateness",
        "From the join time of a scheduled bot until it was told to join.",
        0.05,
        0.1,
        0.25,
        0.5,
        1,
        2,
        5,
        10,
        15,
        30,
        60,
        300,
        900
    );

    private static readonly Counter<long> Outcomes = Meter.CreateCounter<long>(
        "usher.bot.outcomes",
        "{bot}",
        "Bots that finished, by their last state and the reason."
    );

    private static readonly Counter<long> FailedLooks = Meter.CreateCounter<long>(
        "usher.bot.failed_looks",
        "{look}",
        "Failed checks of a bot: it could not be read or advanced, and is checked again after a pause."
    );

    private static readonly Counter<long> WebhookAttempts = Meter.CreateCounter<long>(
        "usher.webhook.attempts",
        "{attempt}",
        "Attempts to deliver a webhook, by the resulting status of the delivery; pending means that it is retried."
    );

    private static readonly Histogram<double> WebhookLateness = Histogram(
        "usher.webhook.lateness",
        "From an event until the end of an attempt to deliver it.",
        0.1,
        0.25,
        0.5,
        1,
        2,
        5,
        10,
        30,
        60,
        300,
        900,
        3600,
        21600,
        86400
    );

    private static readonly Histogram<double> QueueAge = Histogram(
        "usher.queue.age",
        "From when a message was sent, in whole seconds, until it was received, including the delay it was sent with.",
        1,
        2,
        5,
        10,
        15,
        30,
        60,
        300,
        900,
        3600,
        21600,
        86400
    );

    private static readonly ConcurrentDictionary<string, (TimeSpan Age, DateTimeOffset At, TimeProvider Clock)> Waiting = [];

    private static readonly ObservableGauge<double> QueueOldest = Meter.CreateObservableGauge(
        "usher.queue.oldest",
        Oldest,
        "s",
        "The age of the next message in a queue, checked once a minute whether or not it is being read; 0 if no message is waiting."
    );

    /// <summary>After this time the age counts as unknown: another instance measures it, or none does.</summary>
    private static readonly TimeSpan IsKnownFor = TimeSpan.FromMinutes(2);

    private static readonly Histogram<double> StorageDuration = Histogram(
        "usher.storage.request.duration",
        "Requests to storage; each attempt counts separately.",
        0.002,
        0.005,
        0.01,
        0.025,
        0.05,
        0.1,
        0.25,
        0.5,
        1,
        2.5,
        5,
        10
    );

    public static bool HearsOfStorage => StorageDuration.Enabled;

    public static bool HearsOfQueues => QueueOldest.Enabled;

    /// <summary>
    /// Counts a committed event. Called by the code that commits it, so each event counts once, however often it is dispatched.
    /// </summary>
    /// <param name="next">The event.</param>
    /// <param name="from">The state before it.</param>
    /// <param name="to">The state after it.</param>
    /// <param name="bot">The bot after everything committed with the event.</param>
    public static void Appended(BotEvent next, BotState from, BotState to, Bot bot)
    {
        if (next.Type == BotEventType.JoinedMeeting)
        {
            Joins.Add(1);
        }
        else if (next.Type == BotEventType.JoinRequested && bot.IsScheduled)
        {
            JoinLateness.Record((next.At - bot.JoinAt).TotalSeconds);
        }

        // An ended bot can still change, but must not count as ended again.
        if (to.IsTerminal && !from.IsTerminal)
        {
            Outcomes.Add(1, new("usher.bot.state", to.Name), new("usher.bot.sub_type", Known(next) ?? Cause(bot)));
        }
    }

    /// <summary>Unlisted sub types are unlimited, and each would be a time series of its own.</summary>
    private static string? Known(BotEvent next) =>
        next.SubType is not { } subType || BotSubTypes.IsListed(next.Type, subType) ? next.SubType : "other";

    /// <summary>
    /// Why a bot that ended normally left, according to its leave request; null if its meeting was over or it was removed.
    /// </summary>
    private static string? Cause(Bot bot) =>
        bot.State == BotState.Ended ? bot.Events.LastOrDefault(entry => entry.Type == BotEventType.LeaveRequested).SubType : null;

    public static void CouldNotBeLookedAt() => FailedLooks.Add(1);

    /// <param name="outcome">The resulting status of the delivery.</param>
    /// <param name="lateness">Null for a redelivery on request.</param>
    public static void Attempted(string outcome, TimeSpan? lateness)
    {
        var tag = KeyValuePair.Create("usher.webhook.outcome", (object?)outcome);
        WebhookAttempts.Add(1, tag);
        if (lateness is { } time)
        {
            WebhookLateness.Record(time.TotalSeconds, tag);
        }
    }

    public static void Taken(string queue, TimeSpan age) =>
        QueueAge.Record(age.TotalSeconds, KeyValuePair.Create("messaging.destination.name", (object?)queue));

    public static void Waits(string queue, TimeSpan age, TimeProvider clock) => Waiting[queue] = (age, clock.GetUtcNow(), clock);

    private static IEnumerable<Measurement<double>> Oldest() =>
        Waiting
            .Where(queue => queue.Value.Clock.GetUtcNow() - queue.Value.At <= IsKnownFor)
            .Select(queue => new Measurement<double>(
                queue.Value.Age.TotalSeconds,
                KeyValuePair.Create("messaging.destination.name", (object?)queue.Key)
            ));

    /// <param name="status">The status code; <c>none</c> if there was no response.</param>
    public static void Stored(string service, string operation, string status, TimeSpan duration) =>
        StorageDuration.Record(
            duration.TotalSeconds,
            new("usher.storage.service", service),
            new("usher.storage.operation", operation),
            new("usher.storage.status", status)
        );

    private static Histogram<double> Histogram(string name, string description, params double[] boundaries) =>
        Meter.CreateHistogram(name, "s", description, tags: null, new InstrumentAdvice<double> { HistogramBucketBoundaries = boundaries });
}
