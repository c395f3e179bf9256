using Usher.Api.Attendee;
using Usher.Api.Middleware;
using Usher.Lifecycle;
using Usher.Storage;
using Usher.Wire;
using Usher.Wire.Bodies;

namespace Usher.Api.Service;

/// <summary>
/// Checks that storage is readable and writable, and that bots are being advanced. Storage is checked at a limited rate, however many
/// requests arrive; a cached result is at most <see cref="RememberedFor"/> old.
/// </summary>
internal sealed class HealthCheck(
    StorageSetup setup,
    StorageAccount account,
    OverdueDeadlines overdue,
    TimeProvider clock,
    ILogger<HealthCheck> logger
)
{
    public static readonly TimeSpan RememberedFor = TimeSpan.FromSeconds(2);

    /// <summary>
    /// Time limit for storage, including retries, because probes do not wait long. Only a check at startup, while tables are created, may
    /// take longer.
    /// </summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private readonly Lock gate = new();
    private Task<HttpResult>? latest;
    private DateTimeOffset latestUntil;

    public static HttpResult Unavailable() => Unavailable(new UnavailableBody("unavailable", "Storage is not responding."));

    public static HttpResult Overdue(DateTimeOffset oldest) =>
        Unavailable(
            new UnavailableBody(
                "unavailable",
                "A deadline has been overdue for more than two minutes: bots are not being advanced. Check that the functions "
                    + "WakeOverdueBots and BotLifecycle are enabled, and look for errors in the log."
            )
            {
                OldestOverdueDeadline = WireTime.Format(oldest),
            }
        );

    private static HttpResult Unavailable(UnavailableBody body) =>
        HttpResult.Json(503, body, AttendeeJson.Wire.UnavailableBody, ("Retry-After", "5"));

    public Task<HttpResult> LatestAsync()
    {
        lock (gate)
        {
            var now = clock.GetUtcNow();
            if (latest is null || (latest.IsCompleted && latestUntil <= now))
            {
                (latest, latestUntil) = (LookAsync(), now + RememberedFor);
            }

            return latest;
        }
    }

    private async Task<HttpResult> LookAsync()
    {
        try
        {
            await setup.EnsureAsync().WaitAsync(StorageBudget.Length, clock);
            using var patience = new CancellationTokenSource(Patience, clock);
            await account.TryQuicklyAsync(patience.Token);
            var oldest = await overdue.OldestAsync(patience.Token);
            return oldest is { } passed && overdue.IsTooLong(passed)
                ? Overdue(passed)
                : HttpResult.Json(
                    200,
                    new HealthBody("ok", oldest is { } time ? WireTime.Format(time) : null),
                    AttendeeJson.Wire.HealthBody
                );
        }
        catch (Exception exception) when (StorageFailure.IsAny(exception))
        {
            // All callers get the same response; the cause is in the log.
            StorageBudgetMiddleware.LogStorageUnavailable(logger, "GET", "/health", exception);
            return Unavailable();
        }
    }
}
