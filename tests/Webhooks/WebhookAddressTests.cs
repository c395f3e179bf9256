using System.Text.Json;
using Usher.Bots.Webhooks;
using Usher.Tests.Support;

namespace Usher.Tests.Webhooks;

/// <summary>Where a bot's webhooks may go, and what happens to those that can never arrive.</summary>
public sealed class WebhookAddressTests(AzuriteFixture azurite) : IAsyncLifetime
{
    private TestApp app = null!;

    public async ValueTask InitializeAsync() => app = await TestApp.StartAsync(azurite.ConnectionString);

    public ValueTask DisposeAsync() => app.DisposeAsync();

    [Theory]
    [InlineData("https://127.0.0.1/", "127.0.0.1 is not public (loopback).")]
    [InlineData("https://127.1/", "127.0.0.1 is not public (loopback).")]
    [InlineData("https://2130706433/", "127.0.0.1 is not public (loopback).")]
    [InlineData("https://127.0.0.1./", "127.0.0.1 is not public (loopback).")]
    [InlineData("https://169.254.169.254/", "169.254.169.254 is not public (link-local).")]
    [InlineData("https://10.1.2.3:8443/x?y=z", "10.1.2.3 is not public (private).")]
    [InlineData("https://[::1]/", "::1 is not public (loopback).")]
    [InlineData("https://localhost/x", "localhost is not public (loopback).")]
    [InlineData("https://a.LOCALHOST./x", "localhost is not public (loopback).")]
    [InlineData("https://not a url", "It is not an absolute URL.")]
    [InlineData("https://", "It is not an absolute URL.")]
    public async Task An_address_that_can_never_be_reached_is_accepted_with_a_warning_and_fails_for_good_at_the_first_attempt(
        string url,
        string reason
    )
    {
        var (status, warning, body) = await CreateAsync("https://example.com/", url);
        Assert.Equal((201, $"webhooks[1] can never be reached: {reason}"), (status, warning));

        var delivery = (await app.DispatchAsync(body.GetProperty("id").GetString()!))[1];
        delivery = await app.AttemptAsync(delivery);

        Assert.Equal((DeliveryStatus.Failed, 1, url), (delivery.Status, delivery.Attempts, delivery.Url));

        // The address behind a name is resolved only when connecting.
        var error = Assert.Single(delivery.Log).Error;
        Assert.True(error == reason || (reason.StartsWith("localhost", StringComparison.Ordinal) && error is not null), error);
    }

    [Fact]
    public async Task An_allowed_address_has_no_warning_and_a_repeated_request_gets_the_same_warnings()
    {
        Assert.Equal((201, null), await WarningAsync("https://example.com/", "https://8.8.8.8/"));
        var first = await WarningAsync("https://127.0.0.1/");
        Assert.NotNull(first.Warning);
        Assert.Equal(first, await WarningAsync("https://127.0.0.1/"));

        async Task<(int, string? Warning)> WarningAsync(params string[] urls)
        {
            var (status, warning, _) = await CreateAsync(urls, $"{urls.Length}");
            return (status, warning);
        }
    }

    [Theory]
    [InlineData("https://example.com/\r\nX: y", "line break")]
    [InlineData("https://exa\nmple.com/", "line break")]
    [InlineData("https://example.com/\nx", "line break")]
    [InlineData("https://me:secret@example.com/", "user name")]
    [InlineData("https://me@example.com", "user name")]
    [InlineData("https://me@", "user name")]
    public async Task Line_breaks_and_user_info_are_refused_for_bots_and_projects(string url, string word)
    {
        var (status, _, body) = await CreateAsync(url);
        var (projects, answer) = await app.ManageAsync(
            "POST",
            "/webhooks",
            $$"""{"url": {{JsonSerializer.Serialize(url)}}, "triggers": ["bot.state_change"]}"""
        );

        Assert.Equal((400, 400), (status, projects));
        Assert.Contains(word, body.GetProperty("webhooks")[0].GetString(), StringComparison.Ordinal);
        Assert.True(answer.TryGetProperty("url", out _));
    }

    [Fact]
    public async Task A_trailing_line_break_counts_and_an_at_sign_in_a_path_or_query_is_not_user_info()
    {
        Assert.Equal(400, (await CreateAsync("https://example.com/\n")).Status);
        Assert.Equal(201, (await CreateAsync("https://example.com/@me", "https://example.com?who=me@home")).Status);
    }

    [Fact]
    public async Task If_loopback_is_allowed_a_bots_webhooks_are_delivered_there_too()
    {
        await using var local = await TestApp.StartAsync(azurite.ConnectionString, time: null, "--Usher:Webhooks:AllowLoopback=true");
        await using var receiver = await WebhookReceiver.StartAsync();
        var (status, warning, body) = await CreateAsync(local, [receiver.Url.ToString(), $"http://127.0.0.1:{receiver.Url.Port}/2"], null);
        Assert.Equal((201, null), (status, warning));

        foreach (var delivery in await local.DispatchAsync(body.GetProperty("id").GetString()!))
        {
            Assert.Equal(DeliveryStatus.Delivered, (await local.AttemptAsync(delivery)).Status);
        }

        Assert.Equal(["/", "/2"], receiver.Received.Select(one => one.Path));
        foreach (var url in new[] { "http://example.com/", "http://localhost.example.com/", "http://10.0.0.1/", "ftp://localhost/" })
        {
            var refused = await CreateAsync(local, [url], null);
            Assert.Equal(
                (400, $"'{url}' does not match '^https://.*'"),
                (refused.Status, refused.Body.GetProperty("webhooks")[0].GetString())
            );
        }

        Assert.Equal(400, (await CreateAsync(receiver.Url.ToString())).Status);
    }

    private Task<(int Status, string? Warning, JsonElement Body)> CreateAsync(params string[] urls) => CreateAsync(urls, null);

    private Task<(int Status, string? Warning, JsonElement Body)> CreateAsync(string[] urls, string? key) => CreateAsync(app, urls, key);

    private static async Task<(int Status, string? Warning, JsonElement Body)> CreateAsync(TestApp app, string[] urls, string? key)
    {
        var webhooks = urls.Select(url => $$"""{"url": {{JsonSerializer.Serialize(url)}}, "triggers": ["bot.state_change"]}""");
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/v1/bots");
        request.Content = new StringContent(
            $$"""{"meeting_url": "https://zoom.us/j/1", "bot_name": "x", "webhooks": [{{string.Join(",", webhooks)}}]}""",
            System.Text.Encoding.UTF8,
            "application/json"
        );
        if (key is not null)
        {
            request.Headers.Add("Idempotency-Key", key);
        }

        using var response = await app.Client.SendAsync(request, TestContext.Current.CancellationToken);
        var body = JsonElement.Parse(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        return ((int)response.StatusCode, response.Headers.TryGetValues("Usher-Warning", out var values) ? values.Single() : null, body);
    }
}
