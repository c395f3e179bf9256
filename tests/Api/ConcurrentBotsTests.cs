using Microsoft.Extensions.DependencyInjection;
using Usher.Bots;
using Usher.Lifecycle;
using Usher.Storage;
using Usher.Tests.Lifecycle;
using Usher.Tests.Support;

namespace Usher.Tests.Api;

public sealed class ConcurrentBotsTests(AzuriteFixture azurite)
{
    private const string Refusal =
        """{"error":"You have exceeded the maximum number of concurrent bots (3) for your account. Please reach out to customer support to increase the limit."}""";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Of_sixteen_simultaneous_creations_only_as_many_as_the_limit_allows_succeed()
    {
        await using var app = await StartAsync(TimeProvider.System);
        foreach (var round in Enumerable.Range(0, 20))
        {
            var answers = await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => CreateAsync(app)));

            Assert.Equal(3, answers.Count(answer => answer.Status == 201));
            Assert.All(answers.Where(answer => answer.Status != 201), answer => Assert.Equal(new Answer(400, Refusal), answer));
            await Task.WhenAll(answers.Where(answer => answer.Status == 201).Select(answer => EndAsync(app, answer.BotId())));
        }
    }

    [Fact]
    public async Task A_bot_counts_toward_the_limit_until_its_meeting_ends()
    {
        await using var app = await StartAsync();
        var bots = new List<string> { await app.CreateBotAsync(), await app.CreateBotAsync(), await app.CreateBotAsync() };
        await app.ReportAsync(bots[0], "joined_meeting");
        Assert.Equal(new Answer(400, Refusal), await CreateAsync(app));
        Assert.Equal(new Answer(400, Refusal), await CreateAsync(app, joinAt: "2026-01-01T15:00:00Z"));

        await app.ReportAsync(bots[0], "meeting_ended");
        await DispatchAsync(app, bots[0]);

        Assert.Equal(201, (await CreateAsync(app)).Status);
        Assert.Equal(400, (await CreateAsync(app)).Status);
    }

    [Fact]
    public async Task A_scheduled_bot_counts_from_its_join_time_and_joins_even_over_the_limit()
    {
        await using var app = await StartAsync();
        var scheduled = await app.CreateBotAsync(inSeconds: 600);
        foreach (var _ in Enumerable.Range(0, 3))
        {
            await app.CreateBotAsync();
        }

        app.Clock.Advance(TimeSpan.FromSeconds(600));
        await app.Services.GetRequiredService<BotAdvancement>().AdvanceAsync(app.Project, BotId.Parse(scheduled), Token);
        await DispatchAsync(app, scheduled);
        await DispatchAsync(app, scheduled);
        Assert.Equal("joining", (await app.Client.SendAsync("GET", $"/api/v1/bots/{scheduled}")).Body.GetProperty("state").GetString());

        await EndAsync(app, scheduled);
        Assert.Equal(400, (await CreateAsync(app)).Status);
    }

    [Fact]
    public async Task A_slot_leaked_by_a_crash_is_reclaimed_and_a_slot_in_use_is_kept()
    {
        await using var app = await StartAsync();
        await app.Services.GetRequiredService<StorageSetup>().EnsureAsync();
        var slots = app.Services.GetRequiredService<BotSlots>();
        Assert.True(await slots.TryTakeAsync(app.Project, BotId.New(app.Clock.GetUtcNow(), null), Token));
        var ended = await app.CreateBotAsync();
        await app.ReportAsync(ended, "could_not_join_meeting", "meeting_not_found");
        await app.CreateBotAsync();
        await slots.ReconcileAsync(Token);
        Assert.Equal(400, (await CreateAsync(app)).Status);

        app.Clock.Advance(TimeSpan.FromMinutes(3));
        await slots.ReconcileAsync(Token);

        Assert.Equal(201, (await CreateAsync(app)).Status);
        Assert.Equal(201, (await CreateAsync(app)).Status);
        Assert.Equal(400, (await CreateAsync(app)).Status);
    }

    [Fact]
    public async Task A_creation_refused_for_another_reason_takes_no_slot_and_a_refusal_does_not_keep_its_key()
    {
        await using var app = await StartAsync();
        var first = await app.CreateBotAsync(deduplicationKey: "a");
        foreach (var _ in Enumerable.Range(0, 5))
        {
            var used = await app.Client.AskAsync(
                "POST",
                "/api/v1/bots",
                """{"meeting_url": "https://zoom.us/j/1", "bot_name": "x", "deduplication_key": "a"}"""
            );
            Assert.Contains("Deduplication key already in use", used.Body, StringComparison.Ordinal);
        }

        await app.CreateBotAsync();
        await app.CreateBotAsync();
        var body = """{"meeting_url": "https://zoom.us/j/1", "bot_name": "x"}""";
        Assert.Equal(400, (await app.Client.AskAsync("POST", "/api/v1/bots", body, ("Idempotency-Key", "k"))).Status);
        await EndAsync(app, first);
        Assert.Equal(201, (await app.Client.AskAsync("POST", "/api/v1/bots", body, ("Idempotency-Key", "k"))).Status);
    }

    [Theory]
    [InlineData(1, 2)]
    [InlineData(2, 1)]
    [InlineData(2, 1, 1)]
    [InlineData(1, 2, 1)]
    [InlineData(2, 2, 1, 1)]
    public async Task A_slot_is_free_once_its_bot_has_ended_whatever_the_order_of_its_events(params int[] order)
    {
        await using var app = await StartAsync();
        foreach (var _ in Enumerable.Range(0, 3))
        {
            var bot = await app.CreateBotAsync();
            await app.ReportAsync(bot, "fatal_error", "process_terminated");
            foreach (var sequence in order)
            {
                await DispatchAsync(app, bot, sequence);
            }
        }

        foreach (var _ in Enumerable.Range(0, 3))
        {
            Assert.Equal(201, (await CreateAsync(app)).Status);
        }

        Assert.Equal(400, (await CreateAsync(app)).Status);
    }

    [Fact]
    public async Task A_bot_whose_events_are_dispatched_concurrently_takes_one_slot()
    {
        await using var app = await StartAsync();
        foreach (var _ in Enumerable.Range(0, 10))
        {
            var scheduled = await app.CreateBotAsync(inSeconds: 60);
            app.Clock.Advance(TimeSpan.FromSeconds(60));
            await app.Services.GetRequiredService<BotAdvancement>().AdvanceAsync(app.Project, BotId.Parse(scheduled), Token);
            await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => DispatchAsync(app, scheduled)));
            var others = new[] { await CreateAsync(app), await CreateAsync(app), await CreateAsync(app) };
            Assert.Equal([201, 201, 400], others.Select(answer => answer.Status));

            await Task.WhenAll(others[..2].Select(answer => answer.BotId()).Append(scheduled).Select(bot => EndAsync(app, bot)));
        }
    }

    [Fact]
    public async Task A_slot_that_was_released_and_taken_again_stays_with_its_new_owner()
    {
        var taken = new TaskCompletionSource();
        await using var app = await StartAsync();
        await app.Services.GetRequiredService<StorageSetup>().EnsureAsync();
        var slots = app.Services.GetRequiredService<BotSlots>();
        var ended = await app.CreateBotAsync();
        await app.ReportAsync(ended, "fatal_error", "process_terminated");
        app.Clock.Advance(TimeSpan.FromMinutes(3));

        // The inspection has read the first bot's slot; before it releases the slot, the dispatcher does, and other bots arrive.
        var deletions = 0;
        app.AtStorage = request =>
        {
            if (request == "DELETE row" && Interlocked.Increment(ref deletions) == 1)
            {
                taken.Task.Wait(Token);
            }
        };
        var inspecting = Task.Run(() => slots.ReconcileAsync(Token), Token);
        await Eventually.IsTrueAsync(() => Volatile.Read(ref deletions) == 1);
        await DispatchAsync(app, ended);
        foreach (var _ in Enumerable.Range(0, 3))
        {
            Assert.Equal(201, (await CreateAsync(app)).Status);
        }

        taken.SetResult();
        await inspecting;
        Assert.Equal(400, (await CreateAsync(app)).Status);
    }

    private Task<TestApp> StartAsync(TimeProvider? time = null) =>
        TestApp.StartAsync(azurite.ConnectionString, time, "--Usher:Limits:ConcurrentBots=3");

    private static Task<Answer> CreateAsync(TestApp app, string? joinAt = null) =>
        app.Client.AskAsync(
            "POST",
            "/api/v1/bots",
            $$"""{"meeting_url": "https://zoom.us/j/1", "bot_name": "x"{{(joinAt is null ? "" : $", \"join_at\": \"{joinAt}\"")}}}"""
        );

    private static async Task EndAsync(TestApp app, string bot)
    {
        await app.ReportAsync(bot, "could_not_join_meeting", "meeting_not_found");
        await DispatchAsync(app, bot);
    }

    /// <summary>Dispatches the bot's last events, or those of one transaction, as the queue would. No orchestration is notified.</summary>
    private static async Task DispatchAsync(TestApp app, string bot, int? sequence = null)
    {
        var id = BotId.Parse(bot);
        var events = await app
            .Services.GetRequiredService<BotStore>()
            .EventsAsync(app.Project, id, cancellationToken: Token)
            .ToListAsync(Token);
        var commit = events[(sequence ?? events.Count) - 1].Commit;
        var last = events.FindAll(stored => stored.Commit == commit);
        var announcement = new BotAnnouncement(app.Project, bot, last[0].Sequence, last[^1].Sequence, commit, last[^1].Event.At);
        await ActivatorUtilities
            .CreateInstance<DispatchBotEvents>(app.Services)
            .DispatchAsync(announcement, new RecordingDurableClient(), Token);
    }
}
