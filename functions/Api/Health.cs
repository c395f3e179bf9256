using Usher.Api.Attendee;
using Usher.Lifecycle;
using Usher.Storage;

namespace Usher.Api;

/// <summary>
/// <c>GET /health</c>: can requests be carried out, which takes storage and nothing else. However many ask, storage is asked once in a while; an answer of before is at most
/// <see cref="RememberedFor"/> old.
/// </summary>
internal sealed class Health(StorageSetup setup, Deadlines deadlines, TimeProvider clock, ILogger<Health> logger)
{
    public static readonly TimeSpan RememberedFor = TimeSpan.FromSeconds(2);

    /// <summary>Whoever probes does not wait for long: what storage does not answer in this time, with its retries, counts as no answer. 5 s; only at the start tables are made.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    /// <summary>Rows are in the order of minutes, so the oldest is among the first, unless there are more of its minute.</summary>
    private const int OldestAmong = 50;

    private readonly Lock gate = new();
    private Task<HttpAnswer>? latest;
    private DateTimeOffset latestUntil;

    public async Task AnswerAsync(HttpContext context) => await (await LatestAsync()).WriteAsync(context);

    public static HttpAnswer Unavailable() => HttpAnswer.Json(
        503, new UnavailableBody("unavailable", "Storage does not answer."), AttendeeJson.Wire.UnavailableBody, ("Retry-After", "5"));

    private Task<HttpAnswer> LatestAsync()
    {
        lock (gate)
        {
            var now = clock.GetUtcNow();
            if (latest is null || (latest.IsCompleted && latestUntil <= now))
            {
                (latest, latestUntil) = (LookAsync(now), now + RememberedFor);
            }

            return latest;
        }
    }

    private async Task<HttpAnswer> LookAsync(DateTimeOffset now)
    {
        try
        {
            await setup.EnsureAsync().WaitAsync(AnswerEndpoint.Budget, clock);
            using var patience = new CancellationTokenSource(Patience, clock);
            var passed = await deadlines.PassedAsync(now - WakeOverdueBots.Patience, patience.Token, OldestAmong).Take(OldestAmong).ToListAsync(patience.Token);
            var overdue = passed.MinBy(stored => stored.Deadline.DueAt);
            return HttpAnswer.Json(
                200, new HealthBody("ok", overdue is null ? null : WireTime.Format(overdue.Deadline.DueAt)), AttendeeJson.Wire.HealthBody);
        }
        catch (Exception exception) when (StorageFailure.IsAny(exception))
        {
            // Whoever asks is told the same, and the log has the cause.
            AnswerEndpoint.LogStorageUnavailable(logger, "GET", "/health", exception);
            return Unavailable();
        }
    }
}

/// <param name="OldestOverdueDeadline">The oldest deadline that passed more than 10 s ago and that the watchdog has not dealt with yet; null: there is none.</param>
internal sealed record HealthBody(string Status, string? OldestOverdueDeadline);

internal sealed record UnavailableBody(string Status, string Reason);

internal sealed record LiveBody(string Status);
