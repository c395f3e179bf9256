using Usher.Tests.Support;

namespace Usher.Tests.Storage;

public sealed class ThrottlingTests(AzuriteFixture azurite)
{
    private const string Create = """{"meeting_url": "https://zoom.us/j/1", "bot_name": "x"}""";

    [Theory]
    [InlineData("TableEndpoint", 503)]
    [InlineData("TableEndpoint", 429)]
    [InlineData("QueueEndpoint", 503)]
    public async Task Busy_storage_is_left_alone_for_as_long_as_it_asks(string endpoint, int status)
    {
        await using var busy = await BusyStorage.StartAsync(azurite.ConnectionString, endpoint);
        await using var app = await TestApp.StartAsync(busy.ConnectionString, TimeProvider.System);
        await app.Client.SendAsync("GET", "/api/v1/bots");
        (busy.Status, busy.RetryAfter) = (status, "1");
        busy.Refuse(times: 2);

        Assert.Equal(201, (await app.Client.SendAsync("POST", "/api/v1/bots", Create)).Status);

        var asked = busy.AskedAt.ToList();
        Assert.InRange((asked[1] - asked[0]).TotalSeconds, 0.95, 10);
        Assert.Equal(1, (await app.Client.SendAsync("GET", "/api/v1/bots")).Body.GetProperty("results").GetArrayLength());
    }

    [Theory]
    [InlineData("TableEndpoint")]
    [InlineData("QueueEndpoint")]
    public async Task Storage_that_stays_busy_is_retried_a_few_times_before_the_caller_is_told(string endpoint)
    {
        await using var busy = await BusyStorage.StartAsync(azurite.ConnectionString, endpoint);
        await using var app = await TestApp.StartAsync(busy.ConnectionString, TimeProvider.System);
        await app.Client.SendAsync("GET", "/api/v1/bots");
        busy.Refuse(times: int.MaxValue);

        using var response = await app.Client.PostAsync(
            new Uri("/api/v1/bots", UriKind.Relative),
            new StringContent(Create, System.Text.Encoding.UTF8, "application/json"),
            TestContext.Current.CancellationToken
        );

        Assert.Equal((503, "5"), ((int)response.StatusCode, response.Headers.RetryAfter?.ToString()));
        Assert.InRange(busy.AskedAt.Count, 2, 12);
    }

    [Theory]
    [InlineData("TableEndpoint", "POST", "/api/v1/bots")]
    [InlineData("TableEndpoint", "GET", "/api/v1/bots/bot_0000000000000000")]
    [InlineData("QueueEndpoint", "POST", "/api/v1/bots")]
    public async Task A_wait_longer_than_a_request_may_take_is_left_to_the_caller(string endpoint, string method, string path)
    {
        await using var busy = await BusyStorage.StartAsync(azurite.ConnectionString, endpoint);
        await using var app = await TestApp.StartAsync(busy.ConnectionString, TimeProvider.System);
        await app.Client.SendAsync("GET", "/api/v1/bots");
        busy.RetryAfter = "60";
        busy.Refuse(times: int.MaxValue);

        Assert.Equal(503, (await app.Client.SendAsync(method, path, method == "POST" ? Create : null)).Status);

        Assert.Single(busy.AskedAt);
    }
}
