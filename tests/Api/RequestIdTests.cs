using Usher.Tests.Support;

namespace Usher.Tests.Api;

public sealed class RequestIdTests(AzuriteFixture azurite) : IAsyncLifetime
{
    private TestApp app = null!;

    public async ValueTask InitializeAsync() => app = await TestApp.StartAsync(azurite.ConnectionString);

    public ValueTask DisposeAsync() => app.DisposeAsync();

    [Theory]
    [InlineData("GET", "/api/v1/bots", 200)]
    [InlineData("GET", "/api/v1/bots/bot_3pVFZM00AAAAAAAA", 404)]
    [InlineData("PUT", "/api/v1/bots", 405)]
    [InlineData("GET", "/api/v1/other", 404)]
    [InlineData("GET", "/nowhere/at/all", 404)]
    [InlineData("POST", "/runner/v1/bots/bot_3pVFZM00AAAAAAAA/heartbeat", 401)]
    [InlineData("GET", "/health", 200)]
    [InlineData("POST", "/", 404)]
    public async Task Every_response_returns_the_request_id(string method, string path, int status)
    {
        foreach (var id in new[] { "a", "req_01J/x~!", new string('x', 128) })
        {
            Assert.Equal((status, id), await AskAsync(method, path, id));
        }
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("two words")]
    [InlineData("tab\tinside")]
    [InlineData("one|two")]
    [InlineData("{129}")]
    public async Task A_missing_or_invalid_id_is_replaced_by_a_new_one(string? given)
    {
        var ids = given?.Replace("{129}", new string('x', 129), StringComparison.Ordinal).Split('|') ?? [];

        var (_, first) = await AskAsync("GET", "/api/v1/bots", ids);
        var (_, second) = await AskAsync("GET", "/nowhere", ids);

        Assert.NotEqual(first, second);
        var (one, other) = (Guid.Parse(first!), Guid.Parse(second!));
        Assert.Equal((7, 7), (one.Version, other.Version));
        Assert.Equal(
            app.Clock.GetUtcNow().ToUnixTimeMilliseconds(),
            Convert.ToInt64(first!.Replace("-", "", StringComparison.Ordinal)[..12], 16)
        );
    }

    [Fact]
    public async Task The_id_of_a_failed_request_is_in_the_response_and_the_log()
    {
        app.AtStorage = _ => throw new InvalidOperationException("This was not foreseen.");
        Assert.Equal((500, "bad-luck"), await AskAsync("GET", "/api/v1/bots", "bad-luck"));

        app.AtStorage = _ => throw new IOException("The connection was lost.");
        Assert.Equal((503, "no-luck"), await AskAsync("GET", "/api/v1/bots", "no-luck"));

        Assert.Contains(
            app.Logs.Scoped,
            entry => entry.Line == "GET /api/v1/bots failed." && entry.Scopes.Contains("Request bad-luck", StringComparison.Ordinal)
        );
        Assert.Contains(
            app.Logs.Scoped,
            entry =>
                entry.Line.StartsWith("Storage is not available", StringComparison.Ordinal)
                && entry.Scopes.Contains("Request no-luck", StringComparison.Ordinal)
        );
    }

    private async Task<(int Status, string? Id)> AskAsync(string method, string path, params string[] ids)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        request.Headers.TryAddWithoutValidation("X-Request-Id", ids);
        using var response = await app.Client.SendAsync(request, TestContext.Current.CancellationToken);
        return ((int)response.StatusCode, response.Headers.TryGetValues("X-Request-Id", out var values) ? values.Single() : null);
    }
}
