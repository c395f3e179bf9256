using Microsoft.Extensions.DependencyInjection;
using Usher.Bots;
using Usher.Storage;
using Usher.Tests.Support;

namespace Usher.Tests.Api;

/// <summary>Whatever is stored is bounded, and what is too much is refused in plain words.</summary>
public sealed class BoundsTests(AzuriteFixture azurite) : IAsyncLifetime
{
    private TestApp app = null!;

    public async ValueTask InitializeAsync() => app = await TestApp.StartAsync(azurite.ConnectionString);

    public ValueTask DisposeAsync() => app.DisposeAsync();

    [Fact]
    public async Task What_a_report_adds_is_bounded()
    {
        var bot = await app.CreateBotAsync();
        string Report(int length) => $$"""{"id": "r", "type": "joined_meeting", "data": {"x": "{{new string('y', length - """{"x":""}""".Length)}}"} }""";

        var (status, body) = await app.RunnerClient().SendAsync("POST", $"/runner/v1/bots/{bot}/events", Report(16_001));

        Assert.Equal((413, """{"error":"data has 16001 characters as JSON, and may have 16000."}"""), (status, body.GetRawText()));
        Assert.Equal(200, (await app.RunnerClient().SendAsync("POST", $"/runner/v1/bots/{bot}/events", Report(16_000))).Status);
    }

    [Fact]
    public async Task A_bot_that_was_paused_a_thousand_times_can_still_leave_and_end()
    {
        var bot = BotId.Parse(await app.CreateBotAsync());
        await app.ReportAsync(bot.ToString(), "joined_meeting");
        await app.ReportAsync(bot.ToString(), "recording_permission_granted");
        await PauseAndResumeAsync(bot, 997);

        var (status, body) = await app.ReportAsync(bot.ToString(), "recording_resumed");

        Assert.Equal((409, """{"error":"The bot has had as many events as a bot can have. It can still leave and end."}"""), (status, body.GetRawText()));
        Assert.Equal(200, (await app.Client.SendAsync("POST", $"/api/v1/bots/{bot}/leave")).Status);
        Assert.Equal(200, (await app.ReportAsync(bot.ToString(), "left_meeting")).Status);
        Assert.Equal(200, (await app.ReportAsync(bot.ToString(), "post_processing_completed")).Status);
    }

    [Fact]
    public void A_bot_that_was_changed_a_hundred_thousand_times_is_not_changed_any_more()
    {
        var bot = Bot.Fold(Spec.Id, Given.AScheduledBot()) with { Version = 100_000 };

        foreach (var command in (BotCommand[])
        [
            new BotCommand.Update(new BotChanges { BotName = "Other" }) { Actor = Given.Caller }, new BotCommand.UpdateScheduled(new ScheduledBotChanges { BotName = "Other" }) { Actor = Given.Caller },
        ])
        {
            Assert.Equal(new BotRefusal.TooManyEvents(), Assert.IsType<Decision.Refused>(BotDecider.Decide(bot, command, Spec.Now)).Refusal);
        }

        Assert.IsType<Decision.Accepted>(BotDecider.Decide(bot, new BotCommand.Delete { Actor = Given.Caller }, Spec.Now));
    }

    /// <summary>As the write path does it, with as many events in one transaction as there is room for.</summary>
    private async Task PauseAndResumeAsync(BotId id, int times)
    {
        var store = app.Services.GetRequiredService<BotStore>();
        foreach (var numbers in Enumerable.Range(0, times).Chunk(48))
        {
            var before = await store.ReadAsync(app.Project, id, TestContext.Current.CancellationToken);
            var (bot, events) = (before!.Bot, new List<StoredEvent>());
            foreach (var number in numbers)
            {
                var type = number % 2 == 0 ? BotEventType.RecordingPaused : BotEventType.RecordingResumed;
                var report = new BotCommand.Report($"n{number}", type, null, null) { Actor = Actor.Runner };
                foreach (var next in Assert.IsType<Decision.Accepted>(BotDecider.Decide(bot, report, Spec.Now)).Events)
                {
                    var after = Bot.Evolve(id, bot, next);
                    events.Add(new StoredEvent(after.Version, next, bot.State, after.State, $"commit {numbers[0]}", null));
                    bot = after;
                }
            }

            Assert.Equal(AppendResult.Appended, await store.AppendAsync(new StreamAppend(before, events, bot, $"commit {numbers[0]}", null), TestContext.Current.CancellationToken));
        }
    }
}
