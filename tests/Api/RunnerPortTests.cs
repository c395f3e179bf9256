using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Usher.Bots;
using Usher.Runner;
using Usher.Tests.Support;

namespace Usher.Tests.Api;

public sealed class RunnerPortTests(AzuriteFixture azurite) : IAsyncLifetime
{
    internal const string SmallestPng = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAIAAACQd1PeAAAADElEQVR4nGP4z8AAAAMBAQDJ/pLvAAAAAElFTkSuQmCC";

    private TestApp app = null!;

    public async ValueTask InitializeAsync() => app = await TestApp.StartAsync(azurite.ConnectionString);

    public ValueTask DisposeAsync() => app.DisposeAsync();

    [Fact]
    public async Task A_report_moves_the_bot_once_however_often_it_is_sent()
    {
        var bot = await app.CreateBotAsync();

        var first = await app.ReportAsync(bot, "joined_meeting", id: "same");
        await app.ReportAsync(bot, "recording_permission_granted");
        var again = await app.ReportAsync(bot, "joined_meeting", id: "same");
        var (_, read) = await app.Client.SendAsync("GET", $"/api/v1/bots/{bot}");

        Assert.Equal((200, """{"state":"joined_not_recording"}"""), (first.Status, first.Body.GetRawText()));
        Assert.Equal((200, """{"state":"joined_recording"}"""), (again.Status, again.Body.GetRawText()));
        Assert.Equal(3, read.GetProperty("events").GetArrayLength());
    }

    [Theory]
    [InlineData("""{"id": "same", "type": "recording_permission_granted", "data": {"a": 1, "b": "x"}}""")]
    [InlineData("""{"id": "same", "type": "could_not_join_meeting", "sub_type": "meeting_not_found"}""")]
    [InlineData("""{"id": "same", "type": "joined_meeting", "data": {"a": 2, "b": "x"}}""")]
    [InlineData("""{"id": "same", "type": "joined_meeting", "data": {"a": 1}}""")]
    [InlineData("""{"id": "same", "type": "joined_meeting"}""")]
    [InlineData("""{"id": "same", "type": "transcription_started", "data": {"a": 1, "b": "x"}}""")]
    public async Task An_id_identifies_one_report(string other)
    {
        var bot = await app.CreateBotAsync();
        Assert.Equal(200, (await ReportAsync(bot, """{"id": "same", "type": "joined_meeting", "data": {"a": 1, "b": "x"}}""")).Status);

        var (status, body) = await ReportAsync(bot, other);

        Assert.Equal(
            (422, "This id was already used for a different report (its type, sub_type or data differ). Send a new report with a new id."),
            (status, body.GetProperty("error").GetString())
        );
        Assert.Equal(200, (await ReportAsync(bot, """{"data": {"b": "x", "a": 1}, "id": "same", "type": "joined_meeting"}""")).Status);
        Assert.Equal("\"2\"", (await app.Client.AskAsync("GET", $"/api/v1/bots/{bot}")).ETag);
    }

    [Fact]
    public async Task A_report_with_another_sub_type_is_a_different_report()
    {
        var bot = await app.CreateBotAsync();
        await app.ReportAsync(bot, "fatal_error", "process_terminated", "same");

        Assert.Equal(422, (await app.ReportAsync(bot, "fatal_error", "out_of_credits", "same")).Status);
        Assert.Equal(422, (await app.ReportAsync(bot, "fatal_error", null, "same")).Status);
        Assert.Equal(200, (await app.ReportAsync(bot, "fatal_error", "process_terminated", "same")).Status);
    }

    [Theory]
    [InlineData("sub_type", "5", "sub_type")]
    [InlineData("sub_type", "{}", "sub_type")]
    [InlineData("sub_type", "true", "sub_type")]
    [InlineData("sub_type", "[]", "sub_type")]
    [InlineData("occurred_at", "\"x\"", "occurred_at")]
    [InlineData("occurred_at", "\"\"", "occurred_at")]
    [InlineData("occurred_at", "1767268800", "occurred_at")]
    [InlineData("occurred_at", "{}", "occurred_at")]
    [InlineData("occurred_at", "\"1900-01-01T00:00:00Z\"", "occurred_at")]
    [InlineData("occurred_at", "\"2999-01-01T00:00:00Z\"", "occurred_at")]
    [InlineData("occurred_at", "\"2025-12-25T11:59:59Z\"", "occurred_at")]
    [InlineData("occurred_at", "\"2026-01-02T12:00:01Z\"", "occurred_at")]
    [InlineData("occurred_at", "\"2026-02-30T12:00:00Z\"", "occurred_at")]
    public async Task An_invalid_sub_type_or_time_is_refused_by_name(string field, string value, string named)
    {
        var bot = await app.CreateBotAsync();

        var (status, body) = await ReportAsync(bot, $$"""{"id": "r", "type": "fatal_error", "{{field}}": {{value}}}""");

        Assert.Equal(400, status);
        Assert.StartsWith(named, body.GetProperty("error").GetString(), StringComparison.Ordinal);
        Assert.Equal("\"1\"", (await app.Client.AskAsync("GET", $"/api/v1/bots/{bot}")).ETag);
    }

    [Theory]
    [InlineData("null")]
    [InlineData("\"2026-01-01T12:00:00Z\"")]
    [InlineData("\"2026-01-01T14:00:00.123+02:00\"")]
    [InlineData("\"2025-12-25T12:00:00Z\"")]
    [InlineData("\"2026-01-02T12:00:00Z\"")]
    public async Task A_time_near_now_is_accepted(string occurredAt)
    {
        var report = $$"""{"id": "r", "type": "joined_meeting", "occurred_at": {{occurredAt}}}""";

        Assert.Equal(200, (await ReportAsync(await app.CreateBotAsync(), report)).Status);
    }

    [Fact]
    public async Task A_heartbeat_for_a_bot_without_a_runner_is_answered_with_its_state()
    {
        var (scheduled, over) = (await app.CreateBotAsync(inSeconds: 3600), await app.CreateBotAsync());
        await app.ReportAsync(over, "fatal_error", "process_terminated");

        foreach (var (bot, state) in new[] { (scheduled, "scheduled"), (over, "fatal_error") })
        {
            var (status, body) = await app.RunnerClient().SendAsync("POST", $"/runner/v1/bots/{bot}/heartbeat");

            Assert.Equal((409, state), (status, body.GetProperty("state").GetString()));
            Assert.Contains(state, body.GetProperty("error").GetString(), StringComparison.Ordinal);
        }
    }

    [Theory]
    [MemberData(nameof(States))]
    public void A_bot_has_a_runner_in_exactly_the_states_that_accept_reports(string state)
    {
        var known = WireName.Parse<BotState>(state)!.Value;

        Assert.Equal(BotTransitions.Of(BotEventType.TranscriptionStarted).IsAllowedIn(known), known.HasRunner);
    }

    public static TheoryData<string> States => new(Enum.GetValues<BotState>().Select(state => state.Name));

    [Fact]
    public async Task A_report_that_does_not_fit_the_state_is_refused_in_the_peers_words()
    {
        var bot = await app.CreateBotAsync();

        var (status, body) = await app.ReportAsync(bot, "left_meeting");

        Assert.Equal(409, status);
        Assert.Equal(
            """{"error":"Event left_meeting not allowed when bot is in state joining. It is only allowed in these states: leaving"}""",
            body.GetRawText()
        );
    }

    [Theory]
    [InlineData("join_requested", null)]
    [InlineData("made_up", null)]
    [InlineData("fatal_error", "Made up")]
    [InlineData("fatal_error", "")]
    [InlineData("fatal_error", "made_up\\n")]
    [InlineData("could_not_join_meeting", null)]
    [InlineData("could_not_join_meeting", "made-up")]
    [InlineData("could_not_join_meeting", "grund_ü")]
    [InlineData("could_not_join_meeting", "x1234567890123456789012345678901234567890123456789012345678901234")]
    [InlineData("recording_permission_denied", "made_up")]
    [InlineData("put_in_waiting_room", "made_up")]
    public async Task An_event_that_no_runner_can_observe_is_refused(string type, string? subType) =>
        Assert.Equal(400, (await app.ReportAsync(await app.CreateBotAsync(), type, subType)).Status);

    [Theory]
    [InlineData("fatal_error", "made_up")]
    [InlineData("could_not_join_meeting", "zoom_error_4711")]
    [InlineData("could_not_join_meeting", "x")]
    [InlineData("fatal_error", "x123456789012345678901234567890123456789012345678901234567890123")]
    public async Task An_unknown_reason_is_kept_and_passed_on_unchanged(string type, string subType)
    {
        var bot = await app.CreateBotAsync();

        var (status, body) = await app.ReportAsync(bot, type, subType);

        Assert.Equal((200, """{"state":"fatal_error"}"""), (status, body.GetRawText()));
        var (_, read) = await app.Client.SendAsync("GET", $"/api/v1/bots/{bot}");
        Assert.Equal(subType, read.GetProperty("events")[1].GetProperty("sub_type").GetString());
        var (_, history) = await app.Client.SendAsync("GET", $"/api/v1/bots/{bot}/events");
        Assert.Equal(subType, history.GetProperty("results")[1].GetProperty("sub_type").GetString());
        var (_, feed) = await app.Client.SendAsync("GET", "/api/v1/events");
        Assert.Equal(subType, feed.GetProperty("results")[1].GetProperty("sub_type").GetString());
    }

    [Fact]
    public async Task A_command_is_claimed_by_one_runner_and_not_after_the_bot_has_left()
    {
        var (taken, left) = (await app.CreateBotAsync(), await app.CreateBotAsync());
        await app.Client.SendAsync("POST", $"/api/v1/bots/{left}/leave");

        Assert.Equal(200, (await ClaimAsync(taken, $"{taken}:1")).Status);
        Assert.Equal(409, (await ClaimAsync(taken, $"{taken}:1")).Status);
        Assert.Equal(409, (await ClaimAsync(left, $"{left}:1")).Status);
        Assert.Equal(400, (await ClaimAsync(taken, $"{left}:1")).Status);
    }

    [Fact]
    public async Task A_granted_claim_carries_what_the_command_omits()
    {
        const string Prompt = """{"transcription_settings": {"openai": {"model": "gpt-4o-transcribe", "prompt": "{prompt}"}}, {rest} """;
        const string Rest = """
            "metadata": {"customer": "4711"}, "bot_image": {"type": "image/png", "data": "{image}"},
            "meeting_url": "https://meet.google.com/abc-defg-hij", "bot_name": "Usher"}
            """;
        var prompt = new string('x', 48_000);
        var create = Prompt
            .Replace("{rest}", Rest, StringComparison.Ordinal)
            .Replace("{prompt}", prompt, StringComparison.Ordinal)
            .Replace("{image}", SmallestPng, StringComparison.Ordinal);
        var (_, created) = await app.Client.SendAsync("POST", "/api/v1/bots", create);
        var (large, small) = (created.GetProperty("id").GetString()!, await app.CreateBotAsync());

        var (status, claimed) = await ClaimAsync(large, $"{large}:1", "\"one\"");
        var (again, repeated) = await ClaimAsync(large, $"{large}:1", "\"one\"");
        var (_, plain) = await ClaimAsync(small, $"{small}:1");

        Assert.Equal((200, 200, claimed.GetRawText()), (status, again, repeated.GetRawText()));
        Assert.Equal("joining", claimed.GetProperty("state").GetString());
        var transcription = claimed.GetProperty("settings").GetProperty("transcription_settings");
        Assert.Equal(prompt, transcription.GetProperty("openai").GetProperty("prompt").GetString());
        Assert.Equal("4711", claimed.GetProperty("metadata").GetProperty("customer").GetString());
        var image = new Uri(claimed.GetProperty("image_url").GetString()!);
        Assert.Equal($"{AtPublicUrl.PublicUrl}/runner/v1/bots/{large}/image", image.ToString());
        using var picture = await app.RunnerClient().GetAsync(image, TestContext.Current.CancellationToken);
        Assert.Equal((200, "image/png"), ((int)picture.StatusCode, picture.Content.Headers.ContentType?.ToString()));
        Assert.Equal(
            (JsonValueKind.Null, JsonValueKind.Null),
            (plain.GetProperty("metadata").ValueKind, plain.GetProperty("image_url").ValueKind)
        );
    }

    [Fact]
    public async Task A_claim_with_an_id_is_granted_again_only_to_the_runner_that_lost_the_answer()
    {
        var bot = await app.CreateBotAsync();

        Assert.Equal(200, (await ClaimAsync(bot, $"{bot}:1", "\"one\"")).Status);
        Assert.Equal(200, (await ClaimAsync(bot, $"{bot}:1", "\"one\"")).Status);
        Assert.Equal(409, (await ClaimAsync(bot, $"{bot}:1", "\"other\"")).Status);
        Assert.Equal(409, (await ClaimAsync(bot, $"{bot}:1")).Status);
        Assert.Equal(409, (await ClaimAsync(bot, $"{bot}:2", "\"one\"")).Status);
        Assert.Equal(400, (await ClaimAsync(bot, $"{bot}:1", "7")).Status);
        Assert.Equal(400, (await ClaimAsync(bot, $"{bot}:1", "\"a b\"")).Status);

        // The claim is a single event, and a report may have the same id.
        Assert.Equal("\"2\"", (await app.Client.AskAsync("GET", $"/api/v1/bots/{bot}")).ETag);
        Assert.Equal(200, (await app.ReportAsync(bot, "joined_meeting", id: "one")).Status);
        Assert.Equal("\"3\"", (await app.Client.AskAsync("GET", $"/api/v1/bots/{bot}")).ETag);
    }

    [Fact]
    public async Task A_token_opens_its_own_bot_until_it_expires()
    {
        var (mine, other) = (await app.CreateBotAsync(), await app.CreateBotAsync());
        var token = app.Services.GetRequiredService<RunnerTokens>().Create(app.Project, BotId.Parse(mine));
        using var runner = app.RunnerClient(token);
        using var forger = app.RunnerClient(token[..^2] + (token[^1] == 'A' ? "BB" : "AA"));

        Assert.Equal(204, (await runner.SendAsync("POST", $"/runner/v1/bots/{mine}/heartbeat")).Status);
        Assert.Equal(401, (await runner.SendAsync("POST", $"/runner/v1/bots/{other}/heartbeat")).Status);
        Assert.Equal(401, (await forger.SendAsync("POST", $"/runner/v1/bots/{mine}/heartbeat")).Status);
        Assert.Equal(401, (await app.Client.SendAsync("POST", $"/runner/v1/bots/{mine}/heartbeat")).Status);
        app.Clock.Advance(TimeSpan.FromDays(7));
        Assert.Equal(401, (await runner.SendAsync("POST", $"/runner/v1/bots/{mine}/heartbeat")).Status);
    }

    [Fact]
    public async Task A_token_signed_with_the_previous_key_works_while_that_key_is_still_configured()
    {
        var (old, other) = (Convert.ToBase64String(new byte[32]), Convert.ToBase64String([.. Enumerable.Repeat((byte)7, 32)]));
        var bot = await app.CreateBotAsync();
        var token = app.Services.GetRequiredService<RunnerTokens>().Create(app.Project, BotId.Parse(bot));

        foreach (var (keys, status) in new[] { ($"{other};{old}", 204), (other, 401), ($" {old} ; {other} ;", 204) })
        {
            await using var replaced = await TestApp.StartAsync(azurite.ConnectionString, app.Clock, $"--Usher:TokenKey={keys}");
            using var runner = replaced.RunnerClient(token);

            Assert.Equal(status, (await runner.SendAsync("POST", $"/runner/v1/bots/{bot}/heartbeat")).Status);
            var renewed = replaced.Services.GetRequiredService<RunnerTokens>().Create(app.Project, BotId.Parse(bot));
            Assert.Equal(keys.Trim().StartsWith(old, StringComparison.Ordinal), renewed == token);
        }
    }

    [Fact]
    public async Task The_operators_key_reports_for_any_existing_bot()
    {
        using var runner = app.RunnerClient();

        Assert.Equal(204, (await runner.SendAsync("POST", $"/runner/v1/bots/{await app.CreateBotAsync()}/heartbeat")).Status);
        Assert.Equal(404, (await runner.SendAsync("POST", "/runner/v1/bots/bot_0000000000000000/heartbeat")).Status);
        Assert.Equal(404, (await runner.SendAsync("POST", "/runner/v1/bots/nobody/heartbeat")).Status);
    }

    [Fact]
    public async Task Keys_and_tokens_never_appear_in_the_logs()
    {
        var bot = await app.CreateBotAsync();
        var token = app.Services.GetRequiredService<RunnerTokens>().Create(app.Project, BotId.Parse(bot));
        using var runner = app.RunnerClient(token);
        await runner.SendAsync("POST", $"/runner/v1/bots/{bot}/heartbeat");
        await app.ReportAsync(bot, "joined_meeting");

        Assert.DoesNotContain(
            app.Logs.Lines,
            line =>
                line.Contains(app.Key, StringComparison.Ordinal)
                || line.Contains(token, StringComparison.Ordinal)
                || line.Contains(TestApp.RunnerKey, StringComparison.Ordinal)
        );
    }

    private Task<(int Status, JsonElement Body)> ReportAsync(string bot, string report) =>
        app.RunnerClient().SendAsync("POST", $"/runner/v1/bots/{bot}/events", report);

    private Task<(int Status, JsonElement Body)> ClaimAsync(string bot, string commandId, string? id = null) =>
        app.RunnerClient()
            .SendAsync(
                "POST",
                $"/runner/v1/bots/{bot}/claim",
                $$$"""{"command_id": "{{{commandId}}}"{{{(id is null ? "" : $", \"id\": {id}")}}}}"""
            );
}
