using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Usher.Tests.Support;

namespace Usher.Tests.Api;

public sealed class BotsApiTests(AzuriteFixture azurite) : IAsyncLifetime
{
    private TestApp app = null!;

    public async ValueTask InitializeAsync() => app = await TestApp.StartAsync(azurite.ConnectionString);

    public ValueTask DisposeAsync() => app.DisposeAsync();

    [Fact]
    public async Task A_bot_without_a_time_is_joining()
    {
        var (status, bot) = await app.Client.SendAsync("POST", "/api/v1/bots", """{"meeting_url": "https://meet.google.com/abc-defg-hij?authuser=1", "bot_name": " Usher ", "metadata": {"a": "é"}}""");

        Assert.Equal(201, status);
        Assert.Equal(
            $$"""{"id":"{{bot.GetProperty("id").GetString()}}","metadata":{"a":"é"},"meeting_url":"https://meet.google.com/abc-defg-hij","state":"joining","events":[{"type":"join_requested","sub_type":null,"created_at":"2026-01-01T12:00:00Z"}],"transcription_state":"not_started","recording_state":"not_started","join_at":"2026-01-01T12:00:00Z","deduplication_key":null}""",
            bot.GetRawText());
    }

    [Fact]
    public async Task A_scheduled_bot_can_be_read_changed_and_deleted()
    {
        var id = await app.CreateBotAsync(inSeconds: 3600);

        var (patched, bot) = await app.Client.SendAsync("PATCH", $"/api/v1/bots/{id}", """{"join_at": "2026-01-01T15:30:00.5+02:00", "bot_name": "Other", "unknown": 1}""");
        var (read, same) = await app.Client.SendAsync("GET", $"/api/v1/bots/{id}");
        var (deleted, nothing) = await app.Client.SendAsync("DELETE", $"/api/v1/bots/{id}");
        var (gone, error) = await app.Client.SendAsync("GET", $"/api/v1/bots/{id}");

        Assert.Equal((200, 200, 200, 404), (patched, read, deleted, gone));
        Assert.Equal("2026-01-01T13:30:00.500000Z", bot.GetProperty("join_at").GetString());
        Assert.Equal(bot.GetRawText(), same.GetRawText());
        Assert.Equal(JsonValueKind.Undefined, nothing.ValueKind);
        Assert.Equal("""{"error":"Bot not found"}""", error.GetRawText());
    }

    [Fact]
    public async Task A_plan_that_is_under_way_cannot_be_changed_and_a_bot_in_it_not_deleted()
    {
        var id = await app.CreateBotAsync();

        var (_, patch) = await app.Client.SendAsync("PATCH", $"/api/v1/bots/{id}", """{"bot_name": "Other"}""");
        var (_, delete) = await app.Client.SendAsync("DELETE", $"/api/v1/bots/{id}");
        var (metadata, _) = await app.Client.SendAsync("PATCH", $"/api/v1/bots/{id}", """{"metadata": {"a": "b"}}""");

        Assert.Equal("Bot is in state joining but join_at, meeting_url, bot_name, bot_image and recording_settings can only be updated when in the scheduled state", Error(patch));
        Assert.Equal("Bot is in state joining but can only be deleted when in scheduled state", Error(delete));
        Assert.Equal(200, metadata);
    }

    [Fact]
    public async Task A_bot_leaves_once()
    {
        var id = await app.CreateBotAsync();

        var (first, bot) = await app.Client.SendAsync("POST", $"/api/v1/bots/{id}/leave", "{this is never read");
        var (second, refusal) = await app.Client.SendAsync("POST", $"/api/v1/bots/{id}/leave");

        Assert.Equal((200, "leaving", 400), (first, bot.GetProperty("state").GetString(), second));
        Assert.StartsWith("Event leave_requested not allowed when bot is in state leaving. ", Error(refusal), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_deduplication_key_is_free_again_when_its_bot_is_done()
    {
        var id = await app.CreateBotAsync(inSeconds: 3600, deduplicationKey: "dk");

        var (inUse, refusal) = await app.Client.SendAsync("POST", "/api/v1/bots", """{"meeting_url": "https://zoom.us/j/1", "bot_name": "x", "deduplication_key": " dk "}""");
        await app.Client.SendAsync("DELETE", $"/api/v1/bots/{id}");

        Assert.Equal((400, true), (inUse, Error(refusal).StartsWith("Deduplication key already in use. A bot in a non-terminal state", StringComparison.Ordinal)));
        Assert.NotEqual(id, await app.CreateBotAsync(inSeconds: 3600, deduplicationKey: "dk"));
    }

    [Fact]
    public async Task Another_projects_bot_does_not_exist()
    {
        var id = await app.CreateBotAsync(inSeconds: 3600);
        using var other = app.OtherClient();

        foreach (var (method, path) in new[] { ("GET", ""), ("PATCH", ""), ("DELETE", ""), ("POST", "/leave") })
        {
            var (status, body) = await other.SendAsync(method, $"/api/v1/bots/{id}{path}", method == "PATCH" ? "{}" : null);
            Assert.Equal((404, "Bot not found"), (status, Error(body)));
        }

        var (_, page) = await other.SendAsync("GET", "/api/v1/bots");
        Assert.Equal("""{"next":null,"previous":null,"results":[]}""", page.GetRawText());
    }

    [Theory]
    [InlineData(null, "Missing Authorization header")]
    [InlineData("Bearer x", "Invalid Authorization header. Should have this format: Token <api_key>")]
    [InlineData("Token a b", "Invalid Authorization header. Should have this format: Token <api_key>")]
    [InlineData("Token nobody", "Invalid or disabled API key")]
    [InlineData("Token {disabled}", "Invalid or disabled API key")]
    public async Task Who_has_no_key_is_told_why(string? header, string detail)
    {
        using var client = new HttpClient { BaseAddress = app.Url };
        client.DefaultRequestHeaders.TryAddWithoutValidation("Authorization", header?.Replace("{disabled}", app.DisabledKey, StringComparison.Ordinal));

        using var response = await client.PutAsync(new Uri("/api/v1/bots", UriKind.Relative), null, TestContext.Current.CancellationToken);

        Assert.Equal((401, "Token"), ((int)response.StatusCode, response.Headers.WwwAuthenticate.ToString()));
        Assert.Equal($$"""{"detail":"{{detail.Replace("<", "<", StringComparison.Ordinal)}}"}""", await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task The_schemes_casing_and_the_white_space_do_not_matter()
    {
        using var client = new HttpClient { BaseAddress = app.Url };
        client.DefaultRequestHeaders.TryAddWithoutValidation("Authorization", $"tOKEN \t {app.Key}");

        Assert.Equal(200, (await client.SendAsync("GET", "/api/v1/bots")).Status);
    }

    [Theory]
    [InlineData("""{}""", """{"meeting_url":["This field is required."],"bot_name":["This field is required."]}""")]
    [InlineData("""{"meeting_url":"nope","bot_name":"","join_at":"x","metadata":[]}""",
        """{"meeting_url":["Invalid meeting URL"],"bot_name":["This field may not be blank."],"metadata":["Metadata must be an object not an array or other type"],"join_at":["Datetime has wrong format. Use one of these formats instead: YYYY-MM-DDThh:mm[:ss[.uuuuuu]][+HH:MM|-HH:MM|Z]."]}""")]
    [InlineData("""{"meeting_url":"https://zoom.us/j/1","bot_name":null,"join_at":"2020-01-01T00:00:00Z"}""", """{"bot_name":["This field may not be null."],"join_at":["join_at cannot be in the past"]}""")]
    [InlineData("""[1]""", """{"non_field_errors":["Invalid data. Expected a dictionary, but got list."]}""")]
    [InlineData("""{"meeting_url":"\ud800","bot_name":"\u0000"}""", """{"meeting_url":["Surrogate characters are not allowed: U+D800."],"bot_name":["Null characters are not allowed."]}""")]
    public async Task A_bad_field_is_named(string body, string expected)
    {
        var (status, errors) = await app.Client.SendAsync("POST", "/api/v1/bots", body);

        Assert.Equal((400, expected), (status, errors.GetRawText()));
    }

    [Fact]
    public async Task Bodies_that_cannot_be_read_are_refused()
    {
        var (malformed, detail) = await app.Client.SendAsync("POST", "/api/v1/bots", "{not json");
        using var text = await app.Client.PostAsync(new Uri("/api/v1/bots", UriKind.Relative), new StringContent("x", Encoding.UTF8, "text/plain"), TestContext.Current.CancellationToken);
        using var bytes = await app.Client.PostAsync(new Uri("/api/v1/bots", UriKind.Relative), NoText(), TestContext.Current.CancellationToken);
        using var huge = await app.Client.PostAsync(new Uri("/api/v1/bots", UriKind.Relative), Huge(chunked: false), TestContext.Current.CancellationToken);
        using var chunked = await app.Client.PostAsync(new Uri("/api/v1/bots", UriKind.Relative), Huge(chunked: true), TestContext.Current.CancellationToken);

        Assert.Equal(400, malformed);
        Assert.StartsWith("JSON parse error - ", detail.GetProperty("detail").GetString(), StringComparison.Ordinal);
        Assert.Equal((415, 400, 413, 413), ((int)text.StatusCode, (int)bytes.StatusCode, (int)huge.StatusCode, (int)chunked.StatusCode));
        Assert.Equal("""{"detail":"Request body too large."}""", await huge.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    [Theory]
    [InlineData("PUT", "/api/v1/bots", 405, "GET, POST, HEAD, OPTIONS")]
    [InlineData("POST", "/api/v1/bots/bot_x", 405, "GET, PATCH, DELETE, HEAD, OPTIONS")]
    [InlineData("GET", "/api/v1/bots/bot_x/leave", 405, "POST, OPTIONS")]
    [InlineData("OPTIONS", "/api/v1/bots", 200, "GET, POST, HEAD, OPTIONS")]
    [InlineData("HEAD", "/api/v1/bots", 200, null)]
    [InlineData("GET", "/api/v1/nothing", 404, null)]
    [InlineData("GET", "/runner/nothing", 404, null)]
    [InlineData("GET", "/health", 200, null)]
    public async Task Paths_and_methods(string method, string path, int status, string? allow)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        using var response = await app.Client.SendAsync(request, TestContext.Current.CancellationToken);

        Assert.Equal((status, allow), ((int)response.StatusCode, response.Content.Headers.Allow.Count == 0 ? null : string.Join(", ", response.Content.Headers.Allow)));
    }

    [Fact]
    public async Task The_list_goes_forward_and_back_and_keeps_its_place()
    {
        List<string> ids = [];
        for (var i = 0; i < 55; i++)
        {
            app.Clock.Advance(TimeSpan.FromMinutes(i));
            ids.Add(await app.CreateBotAsync());
        }

        var first = await PageAsync("/api/v1/bots?x=y");
        var second = await PageAsync(first.Next!);
        var third = await PageAsync(second.Next!);
        var back = await PageAsync(third.Previous!);
        await app.CreateBotAsync();

        Assert.Equal(ids, [.. first.Ids, .. second.Ids, .. third.Ids]);
        Assert.Equal((null, null), (first.Previous, third.Next));
        Assert.Equal(second.Ids, back.Ids);
        Assert.Equal(first.Ids, (await PageAsync(back.Previous!)).Ids);
        Assert.Equal(6, (await PageAsync(second.Next!)).Ids.Count);
        Assert.EndsWith("&x=y", first.Next, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_list_is_filtered()
    {
        var scheduled = await app.CreateBotAsync(inSeconds: 3600, deduplicationKey: "one");
        app.Clock.Advance(TimeSpan.FromSeconds(1));
        var joining = await app.CreateBotAsync();

        Assert.Equal([joining], (await PageAsync("/api/v1/bots?states=joining&states=ended")).Ids);
        Assert.Equal([scheduled], (await PageAsync("/api/v1/bots?deduplication_key=one")).Ids);
        Assert.Equal([scheduled], (await PageAsync("/api/v1/bots?join_at_after=2026-01-01T12:30:00Z")).Ids);
        Assert.Equal([], (await PageAsync("/api/v1/bots?join_at_before=2026-01-01T12:30:00Z")).Ids);
        Assert.Equal([scheduled, joining], (await PageAsync("/api/v1/bots?meeting_url=https://meet.google.com/abc-defg-hij")).Ids);
        Assert.Equal(400, (await app.Client.SendAsync("GET", "/api/v1/bots?states=nowhere")).Status);
        Assert.Equal(404, (await app.Client.SendAsync("GET", "/api/v1/bots?cursor=nowhere")).Status);
    }

    private static ByteArrayContent NoText()
    {
        var content = new ByteArrayContent([.. "{\"bot_name\": \""u8, 0xFF, .. "\"}"u8]);
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        return content;
    }

    private static StreamContent Huge(bool chunked)
    {
        var content = new StreamContent(new MemoryStream(new byte[(10 * 1024 * 1024) + 1]));
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        content.Headers.ContentLength = chunked ? null : content.Headers.ContentLength;
        return content;
    }

    private async Task<(List<string> Ids, string? Next, string? Previous)> PageAsync(string path)
    {
        var (status, page) = await app.Client.SendAsync("GET", path);
        Assert.Equal(200, status);
        return ([.. page.GetProperty("results").EnumerateArray().Select(bot => bot.GetProperty("id").GetString()!)], page.GetProperty("next").GetString(), page.GetProperty("previous").GetString());
    }

    private static string Error(JsonElement body) => body.GetProperty("error").GetString()!;
}
