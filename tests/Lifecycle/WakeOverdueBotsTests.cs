using System.Text.Json;
using Azure.Data.Tables;
using Microsoft.DurableTask.Client;
using Usher.Bots;
using Usher.Storage;
using Usher.Tests.Support;

namespace Usher.Tests.Lifecycle;

/// <summary>The watchdog, behind a dispatcher that has written the deadlines and started the orchestrations.</summary>
public sealed class WakeOverdueBotsTests(AzuriteFixture azurite) : IAsyncLifetime
{
    private LifecycleParts parts = null!;

    public async ValueTask InitializeAsync() => parts = await LifecycleParts.StartAsync(azurite);

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task An_overdue_bot_is_advanced_and_its_orchestration_is_woken()
    {
        var id = await ADispatchedBotAsync(TimeSpan.FromHours(1));
        parts.Clock.Advance(TimeSpan.FromMinutes(55) + TimeSpan.FromSeconds(10));

        Assert.Equal([Wake(id)], await RequestsOfWatchAsync());

        Assert.Equal(BotState.Staged, await StateAsync(id));
        Assert.Empty(await RequestsOfWatchAsync());
        Assert.Equal([Due(id, TimeSpan.FromHours(1))], await parts.AllDeadlinesAsync());
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(5)]
    [InlineData(9)]
    public async Task An_orchestration_that_may_be_under_way_is_left_alone(int secondsOverdue)
    {
        var id = await ADispatchedBotAsync(TimeSpan.FromHours(1));
        parts.Clock.Advance(TimeSpan.FromMinutes(55) + TimeSpan.FromSeconds(secondsOverdue));

        Assert.Empty(await RequestsOfWatchAsync());
        Assert.Equal([Due(id, TimeSpan.FromMinutes(55))], await parts.AllDeadlinesAsync());
    }

    [Theory]
    [InlineData(null)]
    [InlineData(OrchestrationRuntimeStatus.Failed)]
    [InlineData(OrchestrationRuntimeStatus.Terminated)]
    [InlineData(OrchestrationRuntimeStatus.Completed)]
    internal async Task An_orchestration_that_is_gone_is_started_again(OrchestrationRuntimeStatus? status)
    {
        var id = await ADispatchedBotAsync(TimeSpan.FromHours(1));
        parts.Durable.Set(id, status);
        parts.Clock.Advance(TimeSpan.FromHours(1));

        Assert.Equal([Wake(id), $$"""start BotLifecycle {{id}} {"project":"A","bot":"{{id}}"}"""], await RequestsOfWatchAsync());
    }

    [Fact]
    public async Task A_bot_that_cannot_be_woken_is_still_advanced()
    {
        var id = await ADispatchedBotAsync(TimeSpan.FromHours(1));
        parts.Durable.Broken.Add(id);
        parts.Clock.Advance(TimeSpan.FromHours(1));

        await RequestsOfWatchAsync();

        Assert.Equal(BotState.Joining, await StateAsync(id));
    }

    [Fact]
    public async Task A_bot_that_the_watchdog_finishes_needs_no_orchestration()
    {
        var id = await ADispatchedBotAsync(TimeSpan.FromHours(1));
        parts.Durable.Set(id, null);
        parts.Clock.Advance(TimeSpan.FromHours(2));

        Assert.Equal([Wake(id)], await RequestsOfWatchAsync());
        Assert.Equal(BotState.FatalError, await StateAsync(id));
    }

    [Fact]
    public async Task Rows_of_finished_and_unknown_bots_are_removed()
    {
        var done = await ADispatchedBotAsync(TimeSpan.FromHours(1));
        await parts.TransactAsync(done, new BotCommand.Delete { Actor = Given.Caller });
        var unknown = BotId.New(parts.Clock.GetUtcNow(), key: null);
        await parts.Deadlines.WriteAsync(Due(unknown, TimeSpan.FromMinutes(1)), Cancel);
        parts.Clock.Advance(TimeSpan.FromHours(1));

        Assert.Empty(await RequestsOfWatchAsync());
        Assert.Empty(await parts.AllDeadlinesAsync());
    }

    [Fact]
    public async Task A_bot_now_due_later_gets_its_new_row_before_the_old_one_is_removed()
    {
        var id = await ADispatchedBotAsync(TimeSpan.FromHours(1));
        await parts.TransactAsync(
            id,
            new BotCommand.Update(new BotChanges { JoinAt = parts.Clock.GetUtcNow() + TimeSpan.FromHours(3) }) { Actor = Given.Caller }
        );
        parts.Clock.Advance(TimeSpan.FromHours(1));

        Assert.Empty(await RequestsOfWatchAsync());

        Assert.Equal([Due(id, TimeSpan.FromMinutes(175))], await parts.AllDeadlinesAsync());
        Assert.Equal(
            [$"PUT 202601011255-{id.Shard}", $"PUT 202601011455-{id.Shard}", $"DELETE 202601011255-{id.Shard}"],
            parts.DeadlineRequests
        );
    }

    [Fact]
    public async Task A_bot_now_due_later_in_the_same_minute_keeps_its_row()
    {
        var id = await ADispatchedBotAsync(TimeSpan.FromHours(1));
        await parts.TransactAsync(
            id,
            new BotCommand.Update(new BotChanges { JoinAt = parts.Clock.GetUtcNow() + TimeSpan.FromMinutes(60.5) }) { Actor = Given.Caller }
        );
        parts.Clock.Advance(TimeSpan.FromMinutes(55) + TimeSpan.FromSeconds(20));

        Assert.Empty(await RequestsOfWatchAsync());

        Assert.Equal([Due(id, TimeSpan.FromMinutes(55.5))], await parts.AllDeadlinesAsync());
    }

    [Fact]
    public async Task A_bot_that_cannot_be_woken_does_not_block_the_others()
    {
        var broken = await ADispatchedBotAsync(TimeSpan.FromHours(1));
        var other = await ADispatchedBotAsync(TimeSpan.FromHours(2));
        parts.Durable.Broken.Add(broken);
        parts.Clock.Advance(TimeSpan.FromHours(3));

        Assert.Equal([.. new[] { Wake(broken), Wake(other) }.Order()], (await RequestsOfWatchAsync()).Order());

        Assert.Contains(
            parts.Logs.Lines,
            line =>
                line.Contains($"A {broken} ", StringComparison.Ordinal) && line.Contains("The extension is away.", StringComparison.Ordinal)
        );
        Assert.Equal(2, (await parts.AllDeadlinesAsync()).Count);
    }

    [Fact]
    public async Task Every_bot_is_looked_at_and_advanced_however_many_cannot_be_woken()
    {
        foreach (var hours in Enumerable.Range(1, 12))
        {
            parts.Durable.Broken.Add(await ADispatchedBotAsync(TimeSpan.FromHours(hours)));
        }

        parts.Clock.Advance(TimeSpan.FromHours(13));

        Assert.Equal(parts.Durable.Broken.Select(Wake).Order(), (await RequestsOfWatchAsync()).Order());
        foreach (var id in parts.Durable.Broken)
        {
            Assert.NotEqual(BotState.Scheduled, await StateAsync(id));
        }
    }

    [Fact]
    public async Task The_others_are_woken_in_the_same_pass_however_many_bots_cannot_be_read()
    {
        foreach (var _ in Enumerable.Range(0, 40))
        {
            await AnUnreadableBotAsync();
        }

        var good = await ADispatchedBotAsync(TimeSpan.FromHours(2));
        parts.Clock.Advance(TimeSpan.FromHours(2) - TimeSpan.FromMinutes(5) + TimeSpan.FromSeconds(10));

        Assert.Equal([Wake(good)], await RequestsOfWatchAsync());
    }

    [Fact]
    public async Task An_unreadable_bot_is_looked_at_ever_more_rarely_and_named_each_time()
    {
        var id = await AnUnreadableBotAsync();
        parts.Clock.Advance(TimeSpan.FromHours(1));

        List<double> looks = [];
        for (var seconds = 0; seconds < 3600; seconds += 15)
        {
            var lines = ErrorsOf(id).Count;
            await parts.WatchAsync();
            looks.AddRange(Enumerable.Repeat((double)seconds, ErrorsOf(id).Count - lines));
            parts.Clock.Advance(TimeSpan.FromSeconds(15));
        }

        // 5, 10, 20, 40, 80, 160, 320 s and then 600 s, plus up to 10 s each time until the watchdog's next round.
        Assert.Equal([0, 15, 45, 75, 135, 225, 405, 735, 1350, 1965, 2580, 3195], looks);
        Assert.Single(await parts.AllDeadlinesAsync());
    }

    [Fact]
    public async Task A_bot_that_becomes_readable_again_is_looked_at_as_before()
    {
        var id = await AnUnreadableBotAsync();
        var head = await HeadAsync(id);
        parts.Clock.Advance(TimeSpan.FromHours(1));
        await parts.WatchAsync();
        head["Snapshot"] = head["Snapshot"].ToString()![1..];
        await parts.Bots.UpdateEntityAsync(head, Azure.ETag.All, TableUpdateMode.Replace, Cancel);
        parts.Clock.Advance(TimeSpan.FromSeconds(15));

        Assert.Equal([Wake(id)], await RequestsOfWatchAsync());
        await parts.WatchAsync();

        Assert.All(
            await parts.Deadlines.PassedAsync(DateTimeOffset.MaxValue, Cancel).ToListAsync(Cancel),
            stored => Assert.Equal(0, stored.Failures)
        );
    }

    [Theory]
    [InlineData("no-bot")]
    [InlineData("A|bot_no")]
    [InlineData("A|bot_3pVFZM00AAAAAAAA|x")]
    public async Task A_row_that_names_no_bot_blocks_no_other_bot(string rowKey)
    {
        var id = await ADispatchedBotAsync(TimeSpan.FromHours(1));
        await parts.DeadlineRows.AddEntityAsync(new TableEntity("202601011200-0", rowKey) { ["DueAt"] = Start }, Cancel);
        parts.Clock.Advance(TimeSpan.FromHours(1));

        Assert.Equal([Wake(id)], await RequestsOfWatchAsync());
    }

    [Fact]
    public async Task The_activity_names_the_bot_it_could_not_advance()
    {
        var id = await AnUnreadableBotAsync();

        await Assert.ThrowsAsync<JsonException>(() => parts.AdvanceAsync(id, Cancel));

        Assert.Single(ErrorsOf(id));
    }

    [Fact]
    public async Task A_row_rewritten_meanwhile_is_not_removed()
    {
        var id = BotId.New(parts.Clock.GetUtcNow(), key: null);
        await parts.Deadlines.WriteAsync(Due(id, TimeSpan.FromSeconds(1)), Cancel);
        var read = Assert.Single(await parts.Deadlines.PassedAsync(DateTimeOffset.MaxValue, Cancel).ToListAsync(Cancel));
        await parts.Deadlines.WriteAsync(Due(id, TimeSpan.FromSeconds(50)), Cancel);

        await parts.Deadlines.RemoveAsync(read, Cancel);

        Assert.Equal([Due(id, TimeSpan.FromSeconds(50))], await parts.AllDeadlinesAsync());
    }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private static DateTimeOffset Start { get; } = new ManualTime().GetUtcNow();

    private static string Wake(BotId id) => $"raise BotChanged {id}";

    private static Deadline Due(BotId id, TimeSpan afterStart) => new(LifecycleParts.Project, id, Start + afterStart);

    private async Task<BotState> StateAsync(BotId id) => (await parts.Store.ReadAsync(LifecycleParts.Project, id, Cancel))!.Bot.State;

    private async Task<BotId> ADispatchedBotAsync(TimeSpan? joinsIn)
    {
        var id = await parts.CreateAsync(joinsIn);
        await parts.DispatchAsync();
        return id;
    }

    /// <summary>Creates a bot whose projection is not JSON.</summary>
    private async Task<BotId> AnUnreadableBotAsync()
    {
        var id = await ADispatchedBotAsync(TimeSpan.FromHours(1));
        var head = await HeadAsync(id);
        head["Snapshot"] = "!" + head["Snapshot"];
        await parts.Bots.UpdateEntityAsync(head, Azure.ETag.All, TableUpdateMode.Replace, Cancel);
        return id;
    }

    private async Task<TableEntity> HeadAsync(BotId id) =>
        (await parts.Bots.FindAsync(StreamRows.Partition(LifecycleParts.Project, id), StreamRows.Head(id), null, Cancel))!;

    private List<string> ErrorsOf(BotId id) =>
        [.. parts.Logs.Lines.Where(line => line.Contains($"A {id} could not be checked", StringComparison.Ordinal))];

    /// <summary>Runs one pass of the watchdog and returns its requests to orchestrations.</summary>
    private async Task<IReadOnlyList<string>> RequestsOfWatchAsync()
    {
        var before = parts.Durable.Requests.Count();
        await parts.WatchAsync();
        return [.. parts.Durable.Requests.Skip(before)];
    }
}
