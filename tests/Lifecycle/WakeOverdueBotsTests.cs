using Grpc.Core;
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
    public async Task A_bot_that_is_overdue_is_woken_and_its_row_stays_until_it_has_been_advanced()
    {
        var id = await ADispatchedBotAsync(TimeSpan.FromHours(1));
        parts.Clock.Advance(TimeSpan.FromMinutes(55) + TimeSpan.FromSeconds(10));

        Assert.Equal([Wake(id)], await RequestsOfWatchAsync());
        Assert.Equal([Wake(id)], await RequestsOfWatchAsync());

        await parts.TransactAsync(id, new BotCommand.Advance(parts.Options, LastHeartbeat: null) { Actor = Actor.Lifecycle });
        Assert.Empty(await RequestsOfWatchAsync());
        Assert.Equal([Due(id, TimeSpan.FromHours(1))], await parts.AllDeadlinesAsync());
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(5)]
    [InlineData(9)]
    public async Task An_orchestration_that_may_be_on_its_way_is_left_alone(int secondsOverdue)
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
    public async Task A_bot_that_is_still_overdue_in_the_next_round_is_advanced_by_the_watchdog()
    {
        var id = await ADispatchedBotAsync(TimeSpan.FromHours(1));
        parts.Clock.Advance(TimeSpan.FromMinutes(55) + TimeSpan.FromSeconds(24.9));
        Assert.Equal([Wake(id)], await RequestsOfWatchAsync());
        Assert.Equal(BotState.Scheduled, await StateAsync(id));

        parts.Clock.Advance(TimeSpan.FromSeconds(0.1));

        Assert.Equal([Wake(id)], await RequestsOfWatchAsync());
        Assert.Equal(BotState.Staged, await StateAsync(id));
        Assert.Empty(await RequestsOfWatchAsync());
        Assert.Equal([Due(id, TimeSpan.FromHours(1))], await parts.AllDeadlinesAsync());
    }

    [Fact]
    public async Task A_bot_that_cannot_be_woken_is_advanced_all_the_same()
    {
        var id = await ADispatchedBotAsync(TimeSpan.FromHours(1));
        parts.Durable.Broken.Add(id);
        parts.Clock.Advance(TimeSpan.FromHours(1));

        await RequestsOfWatchAsync();

        Assert.Equal(BotState.Joining, await StateAsync(id));
    }

    [Fact]
    public async Task A_bot_that_is_done_when_the_watchdog_has_advanced_it_needs_no_orchestration()
    {
        var id = await ADispatchedBotAsync(TimeSpan.FromHours(1));
        parts.Durable.Set(id, null);
        parts.Clock.Advance(TimeSpan.FromHours(2));

        Assert.Equal([Wake(id)], await RequestsOfWatchAsync());
        Assert.Equal(BotState.FatalError, await StateAsync(id));
    }

    [Fact]
    public async Task Rows_of_bots_that_are_done_or_do_not_exist_are_removed()
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
    public async Task A_bot_that_is_due_later_by_now_has_its_new_row_before_the_old_one_goes()
    {
        var id = await ADispatchedBotAsync(TimeSpan.FromHours(1));
        await parts.TransactAsync(
            id, new BotCommand.Update(new BotChanges { JoinAt = parts.Clock.GetUtcNow() + TimeSpan.FromHours(3) }) { Actor = Given.Caller });
        parts.Clock.Advance(TimeSpan.FromHours(1));

        Assert.Empty(await RequestsOfWatchAsync());

        Assert.Equal([Due(id, TimeSpan.FromMinutes(175))], await parts.AllDeadlinesAsync());
        Assert.Equal(
            [$"PUT 202601011255-{id.Shard}", $"PUT 202601011455-{id.Shard}", $"DELETE 202601011255-{id.Shard}"], parts.DeadlineRequests);
    }

    [Fact]
    public async Task A_bot_that_is_due_later_in_the_same_minute_keeps_its_row()
    {
        var id = await ADispatchedBotAsync(TimeSpan.FromHours(1));
        await parts.TransactAsync(
            id, new BotCommand.Update(new BotChanges { JoinAt = parts.Clock.GetUtcNow() + TimeSpan.FromMinutes(60.5) }) { Actor = Given.Caller });
        parts.Clock.Advance(TimeSpan.FromMinutes(55) + TimeSpan.FromSeconds(20));

        Assert.Empty(await RequestsOfWatchAsync());

        Assert.Equal([Due(id, TimeSpan.FromMinutes(55.5))], await parts.AllDeadlinesAsync());
    }

    [Fact]
    public async Task A_bot_that_cannot_be_woken_does_not_keep_the_others_from_it()
    {
        var broken = await ADispatchedBotAsync(TimeSpan.FromHours(1));
        var other = await ADispatchedBotAsync(TimeSpan.FromHours(2));
        parts.Durable.Broken.Add(broken);
        parts.Clock.Advance(TimeSpan.FromHours(3));

        Assert.Equal([Wake(broken), Wake(other)], await RequestsOfWatchAsync());

        Assert.Contains(parts.Logs.Lines, line => line.Contains($"A {broken} ", StringComparison.Ordinal) && line.Contains("The extension is away.", StringComparison.Ordinal));
        Assert.Equal(2, (await parts.AllDeadlinesAsync()).Count);
    }

    [Fact]
    public async Task A_pass_in_which_nothing_can_be_woken_ends_early_and_fails()
    {
        foreach (var hours in Enumerable.Range(1, 12))
        {
            parts.Durable.Broken.Add(await ADispatchedBotAsync(TimeSpan.FromHours(hours)));
        }

        parts.Clock.Advance(TimeSpan.FromHours(13));
        var before = parts.Durable.Requests.Count();

        await Assert.ThrowsAsync<RpcException>(parts.WatchAsync);

        Assert.Equal(parts.Durable.Broken.Take(10).Select(Wake), parts.Durable.Requests.Skip(before));
    }

    [Fact]
    public async Task A_row_that_was_written_again_meanwhile_is_not_removed()
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

    /// <summary>One pass of the watchdog, and what it asked of the orchestrations.</summary>
    private async Task<IReadOnlyList<string>> RequestsOfWatchAsync()
    {
        var before = parts.Durable.Requests.Count();
        await parts.WatchAsync();
        return [.. parts.Durable.Requests.Skip(before)];
    }
}
