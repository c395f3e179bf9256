using Usher.Api.Attendee;
using Usher.Api.Middleware;
using Usher.Lifecycle;
using Usher.Storage;

namespace Usher.Api.Service;

/// <summary>
/// Can requests be carried out, which takes storage and nothing else. However many ask, storage is asked once in a while; an answer of before is at most
/// <see cref="RememberedFor"/> old.
/// </summary>
internal sealed class HealthCheck(StorageSetup setup, Deadlines deadlines, TimeProvider clock, ILogger<HealthCheck> logger)
{
    public static readonly TimeSpan RememberedFor = TimeSpan.FromSeconds(2);

    /// <summary>Whoever probes does not wait for long: what storage does not answer in this time, with its retries, counts as no answer. 5 s; only at the start tables are made.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    /// <summary>Rows are in the order of minutes, so the oldest is among the first, unless there are more of its minute.</summary>
    private const int OldestAmong = 50;

    private readonly Lock gate = new();
    private Task<HttpAnswer>? latest;
    private DateTimeOffset latestUntil;

    public static HttpAnswer Unavailable() => HttpAnswer.Json(
        503, new UnavailableBody("unavailable", "Storage does not answer."), AttendeeJson.Wire.UnavailableBody, ("Retry-After", "5"));

    public Task<HttpAnswer> LatestAsync()
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
            await setup.EnsureAsync().WaitAsync(StorageBudget.Length, clock);
            using var patience = new CancellationTokenSource(Patience, clock);
            var passed = await deadlines.PassedAsync(now - WakeOverdueBots.Patience, patience.Token, OldestAmong).Take(OldestAmong).ToListAsync(patience.Token);
            var overdue = passed.MinBy(stored => stored.Deadline.DueAt);
            return HttpAnswer.Json(
                200, new HealthBody("ok", overdue is null ? null : WireTime.Format(overdue.Deadline.DueAt)), AttendeeJson.Wire.HealthBody);
        }
        catch (Exception exception) when (StorageFailure.IsAny(exception))
        {
            // Whoever asks is told the same, and the log has the cause.
            StorageBudgetMiddleware.LogStorageUnavailable(logger, "GET", "/health", exception);
            return Unavailable();
        }
    }
}
