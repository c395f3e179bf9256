using Usher.Tests.Support;

namespace Usher.Tests.Api;

/// <summary>Conditional and repeated updates, in MeetStream's dialect.</summary>
public sealed class MeetStreamRepeatTests(AzuriteFixture azurite) : IAsyncLifetime
{
    private const string Name = """{"bot_username": "Other"}""";
    private TestApp app = null!;

    public async ValueTask InitializeAsync() => app = await TestApp.StartAsync(azurite.ConnectionString);

    public ValueTask DisposeAsync() => app.DisposeAsync();

    [Fact]
    public async Task A_repeated_update_gets_the_first_answer_whatever_has_become_of_the_bot()
    {
        var bot = await app.CreateBotAsync(inSeconds: 3600);

        var first = await UpdateAsync(bot, Name, ("Idempotency-Key", "k"));
        var other = await UpdateAsync(bot, """{"bot_username": "Third"}""");

        Assert.Equal((200, "\"2\"", "\"3\""), (first.Status, first.ETag, other.ETag));
        Assert.Contains("\"updated_fields\":[\"bot_username\"]", first.Body, StringComparison.Ordinal);
        Assert.Equal(first with { IsReplayed = true }, await UpdateAsync(bot, Name, ("Idempotency-Key", "\"k\"")));
        Assert.Equal("\"3\"", await VersionAsync(bot));

        await app.Client.AskAsync("DELETE", $"/api/v1/bots/{bot}");
        Assert.Equal(first with { IsReplayed = true }, await UpdateAsync(bot, Name, ("Idempotency-Key", "k")));
        Assert.Equal(404, (await UpdateAsync(bot, Name, ("Idempotency-Key", "new"))).Status);
    }

    [Fact]
    public async Task A_time_that_was_in_the_future_at_the_first_request_is_accepted_again()
    {
        const string Soon = """{"scheduled_join_time": "2026-01-01T12:00:20Z"}""";
        var bot = await app.CreateBotAsync(inSeconds: 3600);
        var first = await UpdateAsync(bot, Soon, ("Idempotency-Key", "k"));

        app.Clock.Advance(TimeSpan.FromHours(1));

        Assert.Contains("\"schedule_updated\":true", first.Body, StringComparison.Ordinal);
        Assert.Equal(first with { IsReplayed = true }, await UpdateAsync(bot, Soon, ("Idempotency-Key", "k")));
        Assert.Equal(Refused(400, "scheduled_join_time must be in the future"), await UpdateAsync(bot, Soon, ("Idempotency-Key", "new")));
    }

    [Fact]
    public async Task A_refusal_for_the_bots_state_is_repeated_and_a_refusal_for_the_body_leaves_the_key_free()
    {
        var (joining, scheduled) = (await app.CreateBotAsync(), await app.CreateBotAsync(inSeconds: 3600));

        var refused = await UpdateAsync(joining, Name, ("Idempotency-Key", "k"));
        Assert.Equal(Refused(400, "Bot is not scheduled"), refused);
        Assert.Equal(refused with { IsReplayed = true }, await UpdateAsync(joining, Name, ("Idempotency-Key", "k")));

        Assert.Equal(400, (await UpdateAsync(scheduled, """{"bot_username": 1}""", ("Idempotency-Key", "k"))).Status);
        Assert.Equal(400, (await UpdateAsync(scheduled, "[]", ("Idempotency-Key", "k"))).Status);
        Assert.Equal(
            (200, false),
            (await UpdateAsync(scheduled, Name, ("Idempotency-Key", "k"))) is var done ? (done.Status, done.IsReplayed) : default
        );
    }

    [Fact]
    public async Task A_key_used_by_another_request_is_refused()
    {
        var bot = await app.CreateBotAsync(inSeconds: 3600);
        await UpdateAsync(bot, Name, ("Idempotency-Key", "k"));
        var reused = Refused(
            422,
            "This Idempotency-Key was already used for a different request (method, path or body differ). Send a new request with a new key."
        );

        Assert.Equal(reused, await UpdateAsync(bot, Name + " ", ("Idempotency-Key", "k")));
        Assert.Equal(reused, await UpdateAsync(bot, "{}", ("Idempotency-Key", "k")));
        Assert.Equal(reused, await app.Client.AskAsync("PATCH", $"/api/v1/calendar/scheduled/{bot}", Name, ("Idempotency-Key", "k")));
        Assert.Equal(422, (await app.Client.AskAsync("PATCH", $"/api/v1/bots/{bot}", Name, ("Idempotency-Key", "k"))).Status);
        Assert.Equal("\"2\"", await VersionAsync(bot));
    }

    [Theory]
    [InlineData("two words")]
    [InlineData("\"abc")]
    [InlineData("")]
    public async Task A_malformed_key_is_refused_and_nothing_is_done(string key)
    {
        var bot = await app.CreateBotAsync(inSeconds: 3600);

        Assert.Equal(
            Refused(
                400,
                "Idempotency-Key must be a single key of 1 to 255 printable ASCII characters, in double quotes or, if it has no spaces and no quotes, bare."
            ),
            await UpdateAsync(bot, Name, ("Idempotency-Key", key))
        );
        Assert.Equal("\"1\"", await VersionAsync(bot));
    }

    /// <summary>The bot is at version 2.</summary>
    [Theory]
    [InlineData("If-Match", "\"2\"", true)]
    [InlineData("If-Match", "*", true)]
    [InlineData("If-Match", "\"1\"", false)]
    [InlineData("If-Match", "W/\"2\"", false)]
    [InlineData("If-None-Match", "\"1\"", true)]
    [InlineData("If-None-Match", "W/\"2\"", false)]
    [InlineData("If-None-Match", "*", false)]
    public async Task An_update_applies_only_to_the_version_it_names(string header, string tags, bool matches)
    {
        var bot = await app.CreateBotAsync(inSeconds: 3600);
        await UpdateAsync(bot, """{"screenshot_enabled": true}""");

        var answer = await UpdateAsync(bot, Name, (header, tags));

        if (matches)
        {
            Assert.Equal((200, "\"3\""), (answer.Status, answer.ETag));
            return;
        }

        const string Text =
            "The bot is now at version \\\"2\\\", which does not meet the request's condition: nothing was changed. "
            + "Read the bot, and send the request again with the ETag of that response (and a new Idempotency-Key, if it had one).";
        Assert.Equal(Refused(412, Text, "\"2\""), answer);
        Assert.Equal("\"2\"", await VersionAsync(bot));
    }

    [Theory]
    [InlineData("If-Match", "2")]
    [InlineData("If-None-Match", "*, \"2\"")]
    public async Task A_malformed_condition_is_refused(string header, string tags)
    {
        var bot = await app.CreateBotAsync(inSeconds: 3600);

        Assert.Equal(
            Refused(
                400,
                "If-Match and If-None-Match accept * or a list of entity tags in double quotes, as in the ETag header of a response: \\\"7\\\"."
            ),
            await UpdateAsync(bot, Name, (header, tags))
        );
        Assert.Equal("\"1\"", await VersionAsync(bot));
    }

    [Fact]
    public async Task Of_sixteen_updates_with_one_key_one_is_made_and_all_get_its_answer()
    {
        await using var live = await TestApp.StartAsync(azurite.ConnectionString, TimeProvider.System);
        var bot = await live.CreateBotAsync(inSeconds: 3600);

        var answers = await Task.WhenAll(
            Enumerable
                .Range(0, 16)
                .Select(_ =>
                    live.Client.AskAsync(
                        "PATCH",
                        $"/calendar/scheduled/{bot}",
                        """{"custom_attributes": {"a": "b"}}""",
                        ("Idempotency-Key", "k")
                    )
                )
        );

        Assert.Single(answers.Select(answer => answer with { IsReplayed = false }).Distinct());
        Assert.Single(answers, answer => !answer.IsReplayed);
        Assert.Equal("\"2\"", (await live.Client.AskAsync("GET", $"/api/v1/bots/{bot}")).ETag);
    }

    private Task<Answer> UpdateAsync(string bot, string body, params (string, string)[] headers) =>
        app.Client.AskAsync("PATCH", $"/calendar/scheduled/{bot}", body, headers);

    private async Task<string?> VersionAsync(string bot) => (await app.Client.AskAsync("GET", $"/api/v1/bots/{bot}")).ETag;

    private static Answer Refused(int status, string text, string? tag = null) =>
        new(status, $$"""{"message":"{{text}}","error":"{{text}}","status_code":{{status}}}""", tag);
}
