using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.DependencyInjection;
using Usher.Api.Service;
using Usher.Bots;
using Usher.Lifecycle;
using Usher.Storage;
using Usher.Tests.Support;

namespace Usher.Tests.Api;

public sealed class HealthTests(AzuriteFixture azurite) : IAsyncLifetime
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);
    private TestApp app = null!;

    public async ValueTask InitializeAsync() => app = await TestApp.StartAsync(azurite.NewAccount());

    public ValueTask DisposeAsync() => app.DisposeAsync();

    [Fact]
    public async Task Health_reports_the_oldest_unhandled_deadline()
    {
        var deadlines = app.Services.GetRequiredService<Deadlines>();
        var now = app.Clock.GetUtcNow();
        foreach (var seconds in (int[])[60, 3, 2, 1, 2, 3])
        {
            await deadlines.WriteAsync(
                new Deadline(app.Project, BotId.New(now, null), now.AddSeconds(seconds)),
                TestContext.Current.CancellationToken
            );
        }

        Assert.Equal("""{"status":"ok","oldest_overdue_deadline":null}""", await HealthAsync());

        app.Clock.Advance(14 * Second);

        Assert.Equal("""{"status":"ok","oldest_overdue_deadline":"2026-01-01T12:00:01Z"}""", await HealthAsync());
    }

    [Fact]
    public async Task Storage_is_probed_once_an_interval_however_many_requests_arrive()
    {
        await HealthAsync();
        app.Clock.Advance(HealthCheck.RememberedFor);
        app.StorageRequests.Clear();

        await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => HealthAsync()));
        app.Clock.Advance(HealthCheck.RememberedFor - Second);
        await HealthAsync();
        Assert.Equal(["PUT row", "GET message", "GET row"], app.StorageRequests);

        app.Clock.Advance(Second);
        await HealthAsync();
        Assert.Equal(6, app.StorageRequests.Count);
    }

    [Fact]
    public async Task Health_reports_a_storage_outage_and_its_end()
    {
        await HealthAsync();
        app.Clock.Advance(HealthCheck.RememberedFor);
        app.AtStorage = _ => throw new IOException("Away.");
        Assert.Equal(503, (await app.Client.SendAsync("GET", "/health")).Status);
        Assert.Equal(200, (await app.Client.SendAsync("GET", "/live")).Status);

        app.AtStorage = null;
        Assert.Equal(503, (await app.Client.SendAsync("GET", "/health")).Status);
        app.Clock.Advance(HealthCheck.RememberedFor);
        Assert.Equal(200, (await app.Client.SendAsync("GET", "/health")).Status);
    }

    [Theory]
    [InlineData("PUT row")]
    [InlineData("GET row")]
    [InlineData("GET message")]
    public async Task Health_reports_storage_that_accepts_only_some_requests(string request)
    {
        await HealthAsync();
        app.Clock.Advance(HealthCheck.RememberedFor);

        app.AtStorage = asked => _ = asked == request ? throw new IOException("The disk is full.") : asked;

        Assert.Equal(503, (await app.Client.SendAsync("GET", "/health")).Status);
    }

    [Theory]
    [InlineData(120, 200)]
    [InlineData(121, 503)]
    [InlineData(86400, 503)]
    public async Task Health_reports_a_deadline_left_unhandled_for_more_than_two_minutes(int seconds, int status)
    {
        var now = app.Clock.GetUtcNow();
        await WriteAsync(new Deadline(app.Project, BotId.New(now, null), now));
        app.Clock.Advance(seconds * Second);

        var (answered, body) = await app.Client.SendAsync("GET", "/health");

        Assert.Equal((status, "2026-01-01T12:00:00Z"), (answered, body.GetProperty("oldest_overdue_deadline").GetString()));
        Assert.True(status == 200 || body.GetProperty("reason").GetString()!.Contains("WakeOverdueBots", StringComparison.Ordinal));
        await InspectAsync();
        Assert.Equal(
            status == 503,
            app.Logs.Lines.Any(line => line.StartsWith("A deadline has been overdue since", StringComparison.Ordinal))
        );
    }

    private Task WriteAsync(Deadline deadline) =>
        app.Services.GetRequiredService<Deadlines>().WriteAsync(deadline, TestContext.Current.CancellationToken);

    private Task InspectAsync() =>
        ActivatorUtilities.CreateInstance<InspectLeftovers>(app.Services).RunAsync(new TimerInfo(), TestContext.Current.CancellationToken);

    private Task<string> HealthAsync() =>
        app.Client.GetStringAsync(new Uri("/health", UriKind.Relative), TestContext.Current.CancellationToken);
}
