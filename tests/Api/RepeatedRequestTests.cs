using Usher.Bots;
using Usher.Tests.Support;

namespace Usher.Tests.Api;

/// <summary>Idempotency-Key: a repeated request gets the first answer, and nothing is done twice.</summary>
public sealed class RepeatedRequestTests(AzuriteFixture azurite) : IAsyncLifetime
{
    private const string Bots = "/api/v1/bots";
    private const string Create = """{"meeting_url": "https://zoom.us/j/1", "bot_name": "Usher é"}""";
    private const string Metadata = """{"metadata": {"a": "b"}}""";
    private TestApp app = null!;

    public async ValueTask InitializeAsync() => app = await TestApp.StartAsync(azurite.ConnectionString);

    public ValueTask DisposeAsync() => app.DisposeAsync();

    [Fact]
    public async Task A_repeated_creation_gets_the_first_answer_whatever_has_become_of_the_bot()
    {
        var first = await AskAsync("POST", Bots, Create, "k");
        var again = await AskAsync("POST", Bots, Create, "k");
        await app.Client.AskAsync("POST", $"{Bots}/{first.BotId()}/leave");
        var later = await AskAsync("POST", Bots, Create, "k");

        Assert.Equal((201, "\"1\"", false), (first.Status, first.ETag, first.IsReplayed));
        Assert.All([again, later], answer => Assert.Equal(first with { IsReplayed = true }, answer));
        Assert.Equal([first.BotId()], await BotsAsync());
    }

    [Fact]
    public async Task Repeated_patches_and_leaves_get_the_first_answer_and_are_done_once()
    {
        var path = $"{Bots}/{await app.CreateBotAsync()}";

        var patch = await AskAsync("PATCH", path, Metadata, "p");
        var leave = await AskAsync("POST", $"{path}/leave", null, "l");
        await app.Client.AskAsync("PATCH", path, """{"metadata": {"other": "one"}}""");
        var now = await app.Client.AskAsync("GET", path);

        Assert.Equal((200, "\"2\"", 200, "\"3\""), (patch.Status, patch.ETag, leave.Status, leave.ETag));
        Assert.Equal(patch with { IsReplayed = true }, await AskAsync("PATCH", path, Metadata, "p"));
        Assert.Equal(leave with { IsReplayed = true }, await AskAsync("POST", $"{path}/leave", "{never read", "l"));
        Assert.Equal("\"4\"", now.ETag);
        Assert.Equal(now, await app.Client.AskAsync("GET", path));
    }

    [Fact]
    public async Task A_patch_that_changed_nothing_is_remembered_too()
    {
        var path = $"{Bots}/{await app.CreateBotAsync()}";
        await app.Client.AskAsync("PATCH", path, Metadata);

        var nothing = await AskAsync("PATCH", path, Metadata, "k");
        await app.Client.AskAsync("PATCH", path, """{"metadata": {"other": "one"}}""");

        Assert.Equal((200, "\"2\""), (nothing.Status, nothing.ETag));
        Assert.Equal(nothing with { IsReplayed = true }, await AskAsync("PATCH", path, Metadata, "k"));
        Assert.Equal("\"3\"", (await app.Client.AskAsync("GET", path)).ETag);
    }

    [Fact]
    public async Task Answers_given_before_a_bot_was_deleted_are_still_repeated()
    {
        var path = $"{Bots}/{await app.CreateBotAsync(inSeconds: 3600)}";
        var first = await AskAsync("PATCH", path, Metadata, "k");

        await app.Client.AskAsync("DELETE", path);

        Assert.Equal(first with { IsReplayed = true }, await AskAsync("PATCH", path, Metadata, "k"));
        var gone = new Answer(404, """{"error":"Bot not found"}""");
        Assert.Equal(gone, await AskAsync("PATCH", path, Metadata, "new"));
        Assert.Equal(gone with { IsReplayed = true }, await AskAsync("PATCH", path, Metadata, "new"));
        Assert.Equal(gone, await AskAsync("POST", $"{path}/leave", null, "leave"));
        Assert.Equal(gone, await app.Client.AskAsync("PATCH", path, Metadata));
    }

    [Theory]
    [InlineData("abc", "\"abc\"")]
    [InlineData("a\\b", "\"a\\\\b\"")]
    [InlineData("\"with a blank and \\\"\"", "\"with a blank and \\\"\"")]
    [InlineData("{255}", "\"{255}\"")]
    public async Task A_key_is_the_same_with_and_without_quotes(string one, string other)
    {
        var first = await AskAsync("POST", Bots, Create, Long(one));

        Assert.Equal(201, first.Status);
        Assert.Equal(first with { IsReplayed = true }, await AskAsync("POST", Bots, Create, Long(other)));
    }

    [Theory]
    [InlineData("")]
    [InlineData("\"\"")]
    [InlineData("{256}")]
    [InlineData("\"{256}\"")]
    [InlineData("a\u0001b")]
    [InlineData("\"a\tb\"")]
    [InlineData("two words")]
    [InlineData("\"abc")]
    [InlineData("\"abc\"x")]
    [InlineData("\"a\\b\"")]
    [InlineData("\"abc\\")]
    [InlineData("a\"b")]
    public async Task A_malformed_key_is_refused_and_nothing_is_done(string key)
    {
        var path = $"{Bots}/{await app.CreateBotAsync()}";
        var malformed = new Answer(
            400,
            """{"detail":"Idempotency-Key must be a single key of 1 to 255 printable ASCII characters, in double quotes or, if it has no spaces and no quotes, bare."}"""
        );

        Assert.Equal(malformed, await AskAsync("POST", Bots, Create, Long(key)));
        Assert.Equal(malformed, await AskAsync("PATCH", path, Metadata, Long(key)));
        Assert.Equal(malformed, await AskAsync("POST", $"{path}/leave", null, Long(key)));
        Assert.Equal("\"1\"", (await app.Client.AskAsync("GET", path)).ETag);
        Assert.Single(await BotsAsync());
    }

    [Fact]
    public async Task A_key_reused_with_another_request_is_refused()
    {
        var bot = await app.CreateBotAsync();
        var path = $"{Bots}/{bot}";
        await AskAsync("POST", Bots, Create, "k");
        await AskAsync("PATCH", path, Metadata, "k");

        var reused = new Answer(
            422,
            """{"detail":"This Idempotency-Key was already used for a different request (method, path or body differ). Send a new request with a new key."}"""
        );
        Assert.Equal(reused, await AskAsync("POST", Bots, Create + " ", "k"));
        Assert.Equal(reused, await AskAsync("PATCH", path, """{"metadata": {"a": "c"}}""", "k"));
        Assert.Equal(reused, await AskAsync("PATCH", path, "[]", "k"));
        Assert.Equal(reused, await AskAsync("POST", $"{path}/leave", null, "k"));
        Assert.Equal((2, "\"2\""), ((await BotsAsync()).Count, (await app.Client.AskAsync("GET", path)).ETag));
    }

    [Fact]
    public async Task A_key_is_independent_of_other_bots_and_projects()
    {
        var (one, two) = (await app.CreateBotAsync(), await app.CreateBotAsync());
        using var other = app.OtherClient();

        var first = await AskAsync("POST", Bots, Create, "k");
        var elsewhere = await other.AskAsync("POST", Bots, Create, ("Idempotency-Key", "k"));

        Assert.Equal((201, false), (elsewhere.Status, elsewhere.IsReplayed));
        Assert.NotEqual(first.BotId(), elsewhere.BotId());
        Assert.All(
            [await AskAsync("POST", $"{Bots}/{one}/leave", null, "k"), await AskAsync("POST", $"{Bots}/{two}/leave", null, "k")],
            answer => Assert.Equal((200, false), (answer.Status, answer.IsReplayed))
        );
    }

    [Fact]
    public async Task A_refusal_for_the_bots_state_is_repeated_too()
    {
        const string Body = """{"meeting_url": "https://zoom.us/j/1", "bot_name": "x", "deduplication_key": "dk"}""";
        var holder = await app.CreateBotAsync(inSeconds: 3600, deduplicationKey: "dk");
        var (path, joining) = ($"{Bots}/{holder}", $"{Bots}/{await app.CreateBotAsync()}");

        var inUse = await AskAsync("POST", Bots, Body, "k");
        var cannotLeave = await AskAsync("POST", $"{path}/leave", null, "k");
        var cannotUpdate = await AskAsync("PATCH", joining, """{"bot_name": "Other"}""", "k");
        var otherVersion = await AskAsync("PATCH", path, Metadata, "p", ("If-Match", "\"7\""));
        await app.Client.AskAsync("PATCH", path, """{"join_at": "2026-01-01T15:00:00Z"}""");
        await app.Client.AskAsync("DELETE", path);

        Assert.Equal((400, 400, 400, 412), (inUse.Status, cannotLeave.Status, cannotUpdate.Status, otherVersion.Status));
        Assert.Equal(inUse with { IsReplayed = true }, await AskAsync("POST", Bots, Body, "k"));
        Assert.Equal(cannotLeave with { IsReplayed = true }, await AskAsync("POST", $"{path}/leave", null, "k"));
        Assert.Equal(cannotUpdate with { IsReplayed = true }, await AskAsync("PATCH", joining, """{"bot_name": "Other"}""", "k"));
        Assert.Equal(otherVersion with { IsReplayed = true }, await AskAsync("PATCH", path, Metadata, "p"));
        Assert.Equal(201, (await AskAsync("POST", Bots, Body, "new")).Status);
    }

    [Fact]
    public async Task A_request_that_was_never_carried_out_leaves_its_key_free()
    {
        var path = $"{Bots}/{await app.CreateBotAsync()}";
        using (var text = new HttpRequestMessage(HttpMethod.Post, Bots) { Content = new StringContent("text") })
        {
            text.Headers.Add("Idempotency-Key", "k");
            using var unsupported = await app.Client.SendAsync(text, TestContext.Current.CancellationToken);
            Assert.Equal(415, (int)unsupported.StatusCode);
        }

        using (var nobody = app.ClientOf("nobody"))
        {
            Assert.Equal(401, (await nobody.AskAsync("POST", Bots, Create, ("Idempotency-Key", "k"))).Status);
        }

        Assert.Equal(400, (await AskAsync("POST", Bots, "{", "k")).Status);
        Assert.Equal(400, (await AskAsync("POST", Bots, """{"bot_name": "x"}""", "k")).Status);
        Assert.Equal(201, (await AskAsync("POST", Bots, Create, "k")).Status);
        Assert.Equal(400, (await AskAsync("PATCH", path, """{"metadata": 7}""", "k")).Status);
        Assert.Equal(200, (await AskAsync("PATCH", path, Metadata, "k")).Status);
    }

    [Fact]
    public async Task A_request_that_was_in_time_at_first_is_in_time_when_repeated()
    {
        const string Body = """{"meeting_url": "https://zoom.us/j/1", "bot_name": "x", "join_at": "2026-01-01T12:00:10Z"}""";
        const string Later = """{"join_at": "2026-01-01T12:00:20Z"}""";
        var first = await AskAsync("POST", Bots, Body, "k");
        var patch = await AskAsync("PATCH", $"{Bots}/{first.BotId()}", Later, "k");

        app.Clock.Advance(TimeSpan.FromHours(1));

        Assert.Equal((201, 200), (first.Status, patch.Status));
        Assert.Equal(first with { IsReplayed = true }, await AskAsync("POST", Bots, Body, "k"));
        Assert.Equal(patch with { IsReplayed = true }, await AskAsync("PATCH", $"{Bots}/{first.BotId()}", Later, "k"));
        Assert.Equal(400, (await AskAsync("POST", Bots, Body, "new")).Status);
    }

    [Fact]
    public async Task A_key_is_new_again_after_24_hours()
    {
        var path = $"{Bots}/{await app.CreateBotAsync()}";
        var (near, far) = DeduplicationKeys("k");
        var first = await AskAsync("POST", Bots, Create, "k");
        var leave = await AskAsync("POST", $"{path}/leave", null, "k");
        var pointed = await AskAsync("POST", Bots, WithDeduplicationKey(far), "far");

        app.Clock.Advance(TimeSpan.FromHours(24) - TimeSpan.FromTicks(10));
        Assert.Equal(first with { IsReplayed = true }, await AskAsync("POST", Bots, Create, "k"));
        Assert.Equal(leave with { IsReplayed = true }, await AskAsync("POST", $"{path}/leave", null, "k"));
        Assert.Equal(pointed with { IsReplayed = true }, await AskAsync("POST", Bots, WithDeduplicationKey(far), "far"));

        app.Clock.Advance(TimeSpan.FromTicks(10));
        var second = await AskAsync("POST", Bots, WithDeduplicationKey(near), "k");
        Assert.Equal((201, false), (second.Status, second.IsReplayed));
        Assert.Equal(second with { IsReplayed = true }, await AskAsync("POST", Bots, WithDeduplicationKey(near), "k"));
        var refused = await AskAsync("POST", $"{path}/leave", null, "k");
        Assert.Equal((400, false), (refused.Status, refused.IsReplayed));
        Assert.Equal(refused with { IsReplayed = true }, await AskAsync("POST", $"{path}/leave", null, "k"));
        var inUse = await AskAsync("POST", Bots, WithDeduplicationKey(far), "far");
        Assert.Equal((400, false), (inUse.Status, inUse.IsReplayed));
        Assert.Equal(inUse with { IsReplayed = true }, await AskAsync("POST", Bots, WithDeduplicationKey(far), "far"));
    }

    [Fact]
    public async Task A_key_with_another_deduplication_key_is_another_request_whichever_shard_that_key_lives_in()
    {
        var (near, far) = DeduplicationKeys("k");
        var (nearOfOther, farOfOther) = DeduplicationKeys("l");

        Assert.Equal(201, (await AskAsync("POST", Bots, WithDeduplicationKey(far), "k")).Status);
        Assert.Equal(201, (await AskAsync("POST", Bots, WithDeduplicationKey(nearOfOther + "?"), "m")).Status);
        Assert.Equal(201, (await AskAsync("POST", Bots, WithDeduplicationKey(nearOfOther), "l")).Status);

        Assert.Equal(422, (await AskAsync("POST", Bots, WithDeduplicationKey(near), "k")).Status);
        Assert.Equal(422, (await AskAsync("POST", Bots, Create, "k")).Status);
        Assert.Equal(422, (await AskAsync("POST", Bots, WithDeduplicationKey(farOfOther), "l")).Status);
        Assert.True((await AskAsync("POST", Bots, WithDeduplicationKey(far), "k")).IsReplayed);
        Assert.True((await AskAsync("POST", Bots, WithDeduplicationKey(nearOfOther), "l")).IsReplayed);
    }

    /// <summary>A deduplication key in the same shard as an idempotency key, and one in another shard.</summary>
    internal static (string Near, string Far) DeduplicationKeys(string key)
    {
        var candidates = Enumerable.Range(0, 1000).Select(number => $"dk-{key}-{number}").ToList();
        return (
            candidates.First(one => BotId.ShardOf(one) == BotId.ShardOf(key)),
            candidates.First(one => BotId.ShardOf(one) != BotId.ShardOf(key))
        );
    }

    internal static string WithDeduplicationKey(string key) =>
        $$"""{"meeting_url": "https://zoom.us/j/1", "bot_name": "x", "deduplication_key": "{{key}}"}""";

    private Task<Answer> AskAsync(string method, string path, string? body, string key, params (string, string)[] headers) =>
        app.Client.AskAsync(method, path, body, [("Idempotency-Key", key), .. headers]);

    private async Task<List<string>> BotsAsync()
    {
        var (_, page) = await app.Client.SendAsync("GET", Bots);
        return [.. page.GetProperty("results").EnumerateArray().Select(bot => bot.GetProperty("id").GetString()!)];
    }

    private static string Long(string key) =>
        key.Replace("{255}", new string('k', 255), StringComparison.Ordinal)
            .Replace("{256}", new string('k', 256), StringComparison.Ordinal);
}
