using System.Text;
using Usher.Tests.Support;

namespace Usher.Tests.Api;

/// <summary>Unknown names in a request are ignored, as the peers do, but not silently.</summary>
public sealed class IgnoredFieldsTests(AzuriteFixture azurite) : IAsyncLifetime
{
    private TestApp app = null!;

    public async ValueTask InitializeAsync() => app = await TestApp.StartAsync(azurite.ConnectionString);

    public ValueTask DisposeAsync() => app.DisposeAsync();

    [Theory]
    [InlineData("""{"metadata": {"a": "b"}, "name": "x", "join": null}""", 200, "join, name")]
    [InlineData("""{"bot_name": 5, "état\r\n": 1, "": 2, "\ud800": 3}""", 200, "\"\", %C3%A9tat%0D%0A, %EF%BF%BD")]
    [InlineData("""{"join_at": "x", "deduplication_key": "x"}""", 400, "deduplication_key")]
    [InlineData("""{"metadata": {"a": "b"}}""", 200, null)]
    public async Task A_patch_names_the_unknown_fields(string body, int status, string? ignored)
    {
        var bot = await app.CreateBotAsync(inSeconds: 3600);

        Assert.Equal((status, ignored), await IgnoredAsync("PATCH", $"/api/v1/bots/{bot}", body));
    }

    [Fact]
    public async Task A_repeated_patch_names_them_again()
    {
        var bot = await app.CreateBotAsync();
        for (var time = 0; time < 2; time++)
        {
            const string Patch = """{"metadata": {"a": "b"}, "x": 1}""";
            Assert.Equal((200, "x"), await IgnoredAsync("PATCH", $"/api/v1/bots/{bot}", Patch, ("Idempotency-Key", "k")));
        }
    }

    [Fact]
    public async Task No_more_names_are_listed_than_fit_in_a_header()
    {
        var bot = await app.CreateBotAsync();
        var fields = string.Join(',', Enumerable.Range(0, 500).Select(number => $"\"{new string('x', 5000)}{number}\": 1"));

        var (status, ignored) = await IgnoredAsync("PATCH", $"/api/v1/bots/{bot}", $"{{{fields}}}");

        Assert.Equal((200, true), (status, ignored!.Length < 2000));
    }

    [Theory]
    [InlineData("/api/v1/bots?state=ended&customer_id=7", "customer_id, state")]
    [InlineData("/api/v1/bots?states=ended&meeting_url=x&deduplication_key=x&cursor=", null)]
    [InlineData("/api/v1/bots?join_at_after=2026-01-01&join_at_before=2026-01-01", null)]
    [InlineData("/api/v1/bots?metadata%5Bcustomer%5D=7", "metadata%5Bcustomer%5D")]
    [InlineData("/api/v1/bots?states=nowhere&x=1", "x")]
    [InlineData("/api/v1/bots/BOT/events?after=0&limit=1&type=left_meeting", "type")]
    [InlineData("/api/v1/events?bot_id=BOT", "bot_id")]
    [InlineData("/api/v1/events?after=latest&limit=1", null)]
    [InlineData("/api/v1/bots/BOT/webhook_deliveries?status=failed", "status")]
    [InlineData("/api/v1/calendars?deduplication_key=x&x=1", "x")]
    public async Task A_list_names_the_unknown_filters(string path, string? ignored)
    {
        var bot = await app.CreateBotAsync();

        var (status, told) = await IgnoredAsync("GET", path.Replace("BOT", bot, StringComparison.Ordinal));

        Assert.Equal((path.Contains("nowhere", StringComparison.Ordinal) ? 400 : 200, ignored), (status, told));
    }

    [Fact]
    public async Task A_MeetStream_update_also_names_them_in_its_body()
    {
        var bot = await app.CreateBotAsync(inSeconds: 3600);
        var path = $"/calendar/scheduled/{bot}";

        Assert.Equal((200, "join_at"), await IgnoredAsync("PATCH", path, """{"bot_username": "x", "join_at": "tomorrow"}"""));
        Assert.Equal((400, "join_at"), await IgnoredAsync("PATCH", path, """{"join_at": "tomorrow"}"""));
        Assert.Equal((200, null), await IgnoredAsync("PATCH", path, """{"bot_username": "x"}"""));

        var (_, updated) = await app.Client.SendAsync("PATCH", path, """{"bot_username": "x", "join_at": "tomorrow"}""");
        var (_, refused) = await app.Client.SendAsync("PATCH", path, """{"join_at": "tomorrow"}""");

        Assert.Equal("""["join_at"]""", updated.GetProperty("ignored_fields").GetRawText());
        string[] fields =
        [
            "scheduled_join_time",
            "bot_username",
            "custom_attributes",
            "transcription_enabled",
            "recording_enabled",
            "screenshot_enabled",
        ];
        Assert.Equal("No valid update fields provided", refused.GetProperty("message").GetString());
        Assert.Equal("No valid update fields provided", refused.GetProperty("error").GetString());
        Assert.Equal(fields, refused.GetProperty("valid_fields").EnumerateArray().Select(field => field.GetString()!));
        Assert.Equal("""["join_at"]""", refused.GetProperty("ignored_fields").GetRawText());
    }

    [Fact]
    public async Task A_deduplication_key_in_use_names_the_bot_that_holds_it()
    {
        var holder = await app.CreateBotAsync(deduplicationKey: "one");
        const string Again = """{"meeting_url": "https://zoom.us/j/1", "bot_name": "x", "deduplication_key": "one"}""";

        for (var time = 0; time < 2; time++)
        {
            var (status, location) = await HeaderAsync("Location", "POST", "/api/v1/bots", Again, ("Idempotency-Key", "k"));
            Assert.Equal((400, $"/api/v1/bots/{holder}"), (status, location));
        }

        Assert.Equal(200, (await app.Client.SendAsync("GET", $"/api/v1/bots/{holder}")).Status);
        await app.ReportAsync(holder, "fatal_error", "process_terminated");
        Assert.Equal((201, null), await HeaderAsync("Location", "POST", "/api/v1/bots", Again));
    }

    private Task<(int Status, string? Ignored)> IgnoredAsync(
        string method,
        string path,
        string? body = null,
        params (string Name, string Value)[] headers
    ) => HeaderAsync("Usher-Ignored-Fields", method, path, body, headers);

    private async Task<(int Status, string? Value)> HeaderAsync(
        string name,
        string method,
        string path,
        string? body = null,
        params (string Name, string Value)[] headers
    )
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        request.Content = body is null ? null : new StringContent(body, Encoding.UTF8, "application/json");
        foreach (var (header, value) in headers)
        {
            request.Headers.Add(header, value);
        }

        using var response = await app.Client.SendAsync(request, TestContext.Current.CancellationToken);
        return ((int)response.StatusCode, response.Headers.TryGetValues(name, out var values) ? values.Single() : null);
    }
}
