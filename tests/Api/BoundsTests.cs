using System.Globalization;
using System.Text;
using System.Text.Json;
using Azure.Data.Tables;
using Microsoft.Extensions.DependencyInjection;
using Usher.Bots;
using Usher.Storage;
using Usher.Tests.Support;

namespace Usher.Tests.Api;

/// <summary>Everything stored is bounded, and whatever exceeds a bound is refused in plain words.</summary>
public sealed class BoundsTests(AzuriteFixture azurite) : IAsyncLifetime
{
    private const string LongestSubType = "webinar_attendee_needs_panelist_promotion";

    private TestApp app = null!;

    public async ValueTask InitializeAsync() => app = await TestApp.StartAsync(azurite.ConnectionString);

    public ValueTask DisposeAsync() => app.DisposeAsync();

    [Fact]
    public async Task What_a_report_adds_is_bounded()
    {
        var bot = await app.CreateBotAsync();
        string Report(int length) =>
            $$"""{"id": "r", "type": "joined_meeting", "data": {"x": "{{new string('y', length - """{"x":""}""".Length)}}"} }""";

        var (status, body) = await app.RunnerClient().SendAsync("POST", $"/runner/v1/bots/{bot}/events", Report(16_001));

        Assert.Equal((413, """{"error":"data has 16001 characters as JSON; the limit is 16000."}"""), (status, body.GetRawText()));
        Assert.Equal(200, (await app.RunnerClient().SendAsync("POST", $"/runner/v1/bots/{bot}/events", Report(16_000))).Status);
    }

    [Fact]
    public async Task A_bot_paused_a_thousand_times_can_still_leave_and_end()
    {
        var bot = BotId.Parse(await app.CreateBotAsync());
        await app.ReportAsync(bot.ToString(), "joined_meeting");
        await app.ReportAsync(bot.ToString(), "recording_permission_granted");
        await PauseAndResumeAsync(bot, 997);

        var (status, body) = await app.ReportAsync(bot.ToString(), "recording_resumed");

        Assert.Equal(
            (409, """{"error":"The bot has reached the maximum number of events. It can still leave and end."}"""),
            (status, body.GetRawText())
        );
        Assert.Equal(200, (await app.Client.SendAsync("POST", $"/api/v1/bots/{bot}/leave")).Status);
        Assert.Equal(200, (await app.ReportAsync(bot.ToString(), "left_meeting")).Status);
        Assert.Equal(200, (await app.ReportAsync(bot.ToString(), "post_processing_completed")).Status);
    }

    [Theory]
    [InlineData("x")]
    [InlineData("é")]
    [InlineData("<")]
    [InlineData("名")]
    [InlineData("😀")]
    [InlineData("\\\\")]
    [InlineData("\\u0001")]
    public async Task Settings_are_accepted_up_to_their_limit_and_refused_beyond_it_by_name(string unit)
    {
        var (beyond, refusal) = await CreateAsync(LargeBot(unit, 700_000));
        var message = refusal.GetProperty("transcription_settings")[0].GetString()!;
        var (status, bot) = await CreateAsync(LargestBot(unit, message));

        Assert.Equal((400, 201), (beyond, status));
        Assert.Matches("^With this, the bot's settings take [0-9]+ bytes in storage; the limit is 640000.$", message);
        var id = bot.GetProperty("id").GetString();
        Assert.Equal(200, (await app.Client.SendAsync("PATCH", $"/api/v1/bots/{id}", """{"metadata": {"a": "é"}}""")).Status);
        Assert.Equal(200, (await app.ReportAsync(id!, "joined_meeting")).Status);
        Assert.Equal(200, (await app.Client.SendAsync("POST", $"/api/v1/bots/{id}/leave")).Status);
    }

    [Theory]
    [InlineData("x")]
    [InlineData("<")]
    public async Task The_largest_allowed_bot_with_the_most_events_still_fits_in_its_row(string unit)
    {
        var (_, refusal) = await CreateAsync(LargeBot(unit, 700_000));
        var message = refusal.GetProperty("transcription_settings")[0].GetString()!;
        var (_, created) = await CreateAsync(LargestBot(unit, message), key: "create");
        var id = created.GetProperty("id").GetString()!;
        await app.ReportAsync(id, "joined_meeting");
        await TakePermissionAwayAsync(BotId.Parse(id), 998);

        Assert.Equal(409, (await app.ReportAsync(id, "recording_permission_denied", LongestSubType, "one-more")).Status);
        Assert.Equal(200, await AskAsync("PATCH", id, LargestMetadata(unit, "b"), "patch"));
        Assert.Equal(200, await AskAsync("POST", $"{id}/leave", null, "leave"));
        var report = $$"""{"id": "left", "type": "left_meeting", "data": {"x": "{{string.Concat(Enumerable.Repeat("<", 15_900))}}"} }""";
        Assert.Equal(200, (await app.RunnerClient().SendAsync("POST", $"/runner/v1/bots/{id}/events", report)).Status);
        Assert.Equal(200, (await app.ReportAsync(id, "fatal_error", "process_terminated")).Status);

        Assert.InRange(SizeOf(await HeadAsync(id)), 1, 1024 * 1024);
        Assert.Equal("fatal_error", (await app.Client.SendAsync("GET", $"/api/v1/bots/{id}")).Body.GetProperty("state").GetString());
    }

    [Fact]
    public async Task A_change_is_measured_together_with_what_the_bot_already_has()
    {
        var (_, refusal) = await CreateAsync(LargeBot("é", 700_000));
        var message = refusal.GetProperty("transcription_settings")[0].GetString()!;
        var (_, created) = await CreateAsync(LargestBot("é", message), joinsLater: true);
        var id = created.GetProperty("id").GetString();

        var (status, body) = await app.Client.SendAsync(
            "PATCH",
            $"/api/v1/bots/{id}",
            $$"""{"bot_image": {"type": "image/png", "data": "{{RunnerPortTests.SmallestPng}}"} }"""
        );
        var (other, flags) = await app.Client.SendAsync("PATCH", $"/calendar/scheduled/{id}", """{"recording_enabled": false}""");

        Assert.Equal((400, 400), (status, other));
        Assert.Matches("take [0-9]+ bytes in storage; the limit is 640000", body.GetProperty("bot_image")[0].GetString());
        Assert.Matches("recording_enabled.*take [0-9]+ bytes in storage; the limit is 640000", flags.GetProperty("message").GetString());
        Assert.Equal(200, (await app.Client.SendAsync("DELETE", $"/api/v1/bots/{id}")).Status);
    }

    [Fact]
    public void Text_is_stored_verbatim_even_when_other_fields_change()
    {
        var settings = new BotSettings(new JsonText("""{"a":{"x":"é名<&'+"},"features":{"y":"é"}}"""));

        var changed = settings.With(settings.Features(new Dictionary<string, bool> { ["recording_enabled"] = true }));

        Assert.Equal("""{"a":{"x":"é名<&'+"},"features":{"y":"é","recording_enabled":true}}""", changed.Json.Text);
    }

    [Fact]
    public void A_bot_changed_a_hundred_thousand_times_cannot_be_changed_again()
    {
        var bot = Bot.Fold(Spec.Id, Given.AScheduledBot()) with { Version = 100_000 };

        foreach (
            var command in (BotCommand[])
                [
                    new BotCommand.Update(new BotChanges { BotName = "Other" }) { Actor = Given.Caller },
                    new BotCommand.UpdateScheduled(new ScheduledBotChanges { BotName = "Other" }) { Actor = Given.Caller },
                ]
        )
        {
            Assert.Equal(
                new BotRefusal.TooManyEvents(),
                Assert.IsType<Decision.Refused>(BotDecider.Decide(bot, command, Spec.Now)).Refusal
            );
        }

        Assert.IsType<Decision.Accepted>(BotDecider.Decide(bot, new BotCommand.Delete { Actor = Given.Caller }, Spec.Now));
    }

    /// <param name="unit">The unit as JSON text.</param>
    private static string LargeBot(string unit, int units) =>
        $$$"""
            "transcription_settings":
                {"openai": {"model": "gpt-4o-transcribe", "prompt": "{{{string.Concat(Enumerable.Repeat(unit, units))}}}"} },
            "deduplication_key": "{{{string.Concat(Enumerable.Repeat("😀", 1024))}}}", "bot_name": "{{{new string('名', 255)}}}",
            {{{LargestMetadata(unit, "a")[1..^1]}}},
            "meeting_url": "https://zoom.us/j/1?pwd={{{new string('名', 480)}}}"
            """;

    /// <summary>The largest bot allowed, computed from the size that the refusal of 700,000 units reports.</summary>
    private static string LargestBot(string unit, string refusal)
    {
        const double Units = 700_000;
        var taken = int.Parse(refusal.Split("take ")[1].Split(' ')[0], CultureInfo.InvariantCulture);
        var bytesOfUnit = Math.Round((taken - 3000) / Units, MidpointRounding.ToEven);
        return LargeBot(unit, (int)(Units - Math.Ceiling((taken - BotSettings.MaxStoredBytes) / bytesOfUnit)));
    }

    private static string LargestMetadata(string unit, string name) =>
        $$$"""{"metadata": {"{{{name}}}": "{{{string.Concat(Enumerable.Repeat(unit, (Metadata.MaxLength - 20) / 12))}}}"} }""";

    private async Task<(int Status, JsonElement Body)> CreateAsync(string fields, bool joinsLater = false, string? key = null)
    {
        var body = $"{{{fields}{(joinsLater ? $", \"join_at\": \"{app.Clock.GetUtcNow().AddHours(1):O}\"" : "")}}}";
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/v1/bots");
        request.Content = new StringContent(body, Encoding.UTF8, "application/json");
        if (key is not null)
        {
            request.Headers.Add("Idempotency-Key", key);
        }

        using var response = await app.Client.SendAsync(request, TestContext.Current.CancellationToken);
        var text = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        return ((int)response.StatusCode, JsonElement.Parse(text));
    }

    private async Task<int> AskAsync(string method, string path, string? body, string key) =>
        (await app.Client.AskAsync(method, $"/api/v1/bots/{path}", body, ("Idempotency-Key", key))).Status;

    private async Task<TableEntity> HeadAsync(string id)
    {
        var bots = app.Services.GetRequiredService<StorageAccount>().Tables.GetTableClient("bots");
        var bot = BotId.Parse(id);
        return await bots.GetEntityAsync<TableEntity>(
            StreamRows.Partition(app.Project, bot),
            StreamRows.Head(bot),
            cancellationToken: TestContext.Current.CancellationToken
        );
    }

    /// <summary>The size as Azure counts it, according to the Table storage data model.</summary>
    private static int SizeOf(TableEntity row) =>
        4
        + ((row.PartitionKey.Length + row.RowKey.Length) * 2)
        + row.Sum(column => 8 + (column.Key.Length * 2) + (column.Value is string text ? 4 + (text.Length * 2) : 8));

    /// <summary>Reports the longest sub type again and again.</summary>
    private Task TakePermissionAwayAsync(BotId id, int times) =>
        RepeatAsync(id, times, _ => (BotEventType.RecordingPermissionDenied, LongestSubType));

    private Task PauseAndResumeAsync(BotId id, int times) =>
        RepeatAsync(id, times, number => (number % 2 == 0 ? BotEventType.RecordingPaused : BotEventType.RecordingResumed, null));

    /// <summary>Appends like the write path, with as many events in each transaction as fit.</summary>
    private async Task RepeatAsync(BotId id, int times, Func<int, (BotEventType Type, string? SubType)> next)
    {
        var store = app.Services.GetRequiredService<BotStore>();
        foreach (var numbers in Enumerable.Range(0, times).Chunk(48))
        {
            var before = await store.ReadAsync(app.Project, id, TestContext.Current.CancellationToken);
            var (bot, events) = (before!.Bot, new List<StoredEvent>());
            foreach (var number in numbers)
            {
                var (type, subType) = next(number);
                var report = new BotCommand.Report($"n{number}", type, subType, null) { Actor = Actor.Runner };
                foreach (var decided in Assert.IsType<Decision.Accepted>(BotDecider.Decide(bot, report, Spec.Now.AddTicks(1))).Events)
                {
                    var after = Bot.Evolve(id, bot, decided);
                    events.Add(new StoredEvent(after.Version, decided, bot.State, after.State, $"commit {numbers[0]}", null));
                    bot = after;
                }
            }

            Assert.Equal(
                AppendResult.Appended,
                await store.AppendAsync(
                    new StreamAppend(before, events, bot, $"commit {numbers[0]}", null),
                    TestContext.Current.CancellationToken
                )
            );
        }
    }
}
