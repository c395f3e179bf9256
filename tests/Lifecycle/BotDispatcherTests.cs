using System.Text;
using Azure;
using Grpc.Core;
using Microsoft.DurableTask.Client;
using Usher.Bots;
using Usher.Bots.Webhooks;
using Usher.Storage;
using Usher.Tests.Support;

namespace Usher.Tests.Lifecycle;

/// <summary>What committed events cause.</summary>
public sealed class BotDispatcherTests(AzuriteFixture azurite) : IAsyncLifetime
{
    private LifecycleParts parts = null!;

    public async ValueTask InitializeAsync() => parts = await LifecycleParts.StartAsync(azurite);

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task A_bot_that_waits_for_its_time_is_started_with_a_deadline_and_without_a_command()
    {
        var id = await parts.CreateAsync(TimeSpan.FromHours(1));

        await parts.DispatchAsync();

        Assert.Equal([Start(id)], parts.Durable.Requests);
        Assert.Equal([DueIn(id, TimeSpan.FromMinutes(55))], await parts.AllDeadlinesAsync());
        Assert.Empty(parts.Commands);
    }

    [Fact]
    public async Task A_bots_project_can_be_found_by_its_id_from_the_start()
    {
        var id = await parts.CreateAsync();

        Assert.Null(await parts.Index.FindProjectAsync(BotId.New(parts.Clock.GetUtcNow(), key: null), Cancel));
        Assert.Equal(LifecycleParts.Project, await parts.Index.FindProjectAsync(id, Cancel));
    }

    [Fact]
    public async Task A_bot_that_joins_immediately_is_started_and_its_runner_told_to_join()
    {
        var id = await parts.CreateAsync();

        await parts.DispatchAsync();

        Assert.Equal([Start(id)], parts.Durable.Requests);
        Assert.Equal([DueIn(id, parts.Options.LaunchTimeout)], await parts.AllDeadlinesAsync());
        var command = Assert.Single(parts.Commands);
        Assert.Equal(($"{id}:1", "join", id.ToString()), (command.CommandId, command.Command, command.BotId));
        Assert.Equal(("https://meet.google.com/abc-defg-hij", "Usher"), (command.Bot.MeetingUrl, command.Bot.Name));
        Assert.Equal($"https://usher.example.com/runner/v1/bots/{id}", command.ReportTo);
        Assert.Equal((LifecycleParts.Project, id), parts.Tokens.Validate(command.Token));
    }

    [Fact]
    public async Task An_earlier_join_time_wakes_the_orchestration_and_a_later_one_does_not()
    {
        var id = await parts.CreateAsync(TimeSpan.FromHours(1));
        await parts.DispatchAsync();

        await MoveAsync(id, TimeSpan.FromHours(2));
        Assert.Equal([Start(id)], parts.Durable.Requests);
        Assert.Contains(DueIn(id, TimeSpan.FromMinutes(115)), await parts.AllDeadlinesAsync());

        await MoveAsync(id, TimeSpan.FromMinutes(30));
        Assert.Equal([Start(id), Wake(id)], parts.Durable.Requests);
        Assert.Contains(DueIn(id, TimeSpan.FromMinutes(25)), await parts.AllDeadlinesAsync());
    }

    [Fact]
    public async Task Events_that_leave_the_deadline_unchanged_write_and_wake_nothing()
    {
        var id = await AJoinedBotAsync();
        var (rows, requests) = (await parts.AllDeadlinesAsync(), parts.Durable.Requests.ToList());

        await parts.ReportAsync(id, BotEventType.RecordingPermissionGranted);
        await parts.DispatchAsync();

        Assert.Equal(rows, await parts.AllDeadlinesAsync());
        Assert.Equal(requests, parts.Durable.Requests);
    }

    [Fact]
    public async Task A_request_to_leave_tells_the_runner_and_wakes_an_idle_orchestration()
    {
        var id = await AJoinedBotAsync();

        var bot = await parts.TransactAsync(id, new BotCommand.Leave { Actor = Given.Caller });
        await parts.DispatchAsync();

        Assert.Equal(
            [$"{id}:1 join", $"{id}:{bot.Version} leave"],
            parts.Commands.Select(command => $"{command.CommandId} {command.Command}")
        );
        Assert.Equal([Start(id), Wake(id)], parts.Durable.Requests);
        Assert.Contains(DueIn(id, parts.Options.LeaveTimeout), await parts.AllDeadlinesAsync());
    }

    [Fact]
    public async Task All_events_of_one_transaction_are_dispatched()
    {
        var id = await parts.CreateAsync(TimeSpan.FromMinutes(10));
        await parts.DispatchAsync();
        parts.Clock.Advance(TimeSpan.FromMinutes(10));

        var bot = await parts.TransactAsync(id, new BotCommand.Advance(parts.Options, LastHeartbeat: null) { Actor = Actor.Lifecycle });
        await parts.DispatchAsync();

        Assert.Equal((3, BotState.Joining), (bot.Version, bot.State));
        Assert.Equal([$"{id}:3"], parts.Commands.Select(command => command.CommandId));
        Assert.Contains(DueIn(id, parts.Options.LaunchTimeout), await parts.AllDeadlinesAsync());
    }

    [Theory]
    [InlineData(null)]
    [InlineData(OrchestrationRuntimeStatus.Failed)]
    [InlineData(OrchestrationRuntimeStatus.Completed)]
    internal async Task An_orchestration_that_is_not_there_to_be_woken_is_started(OrchestrationRuntimeStatus? status)
    {
        var id = await AJoinedBotAsync();
        parts.Durable.Set(id, status);

        await parts.TransactAsync(id, new BotCommand.Leave { Actor = Given.Caller });
        await parts.DispatchAsync();

        Assert.Equal([Start(id), Wake(id), Start(id)], parts.Durable.Requests);
    }

    [Theory]
    [InlineData(OrchestrationRuntimeStatus.Running)]
    [InlineData(OrchestrationRuntimeStatus.Completed)]
    internal async Task The_orchestration_of_a_bot_that_is_done_is_woken_and_never_started(OrchestrationRuntimeStatus status)
    {
        var id = await parts.CreateAsync(TimeSpan.FromHours(1));
        await parts.DispatchAsync();
        parts.Durable.Set(id, status);
        var rows = await parts.AllDeadlinesAsync();

        await parts.TransactAsync(id, new BotCommand.Delete { Actor = Given.Caller });
        await parts.DispatchAsync();

        Assert.Equal([Start(id), Wake(id)], parts.Durable.Requests);
        Assert.Equal(rows, await parts.AllDeadlinesAsync());
    }

    [Fact]
    public async Task A_repeated_announcement_only_repeats_its_command()
    {
        var id = await parts.CreateAsync();
        await parts.DispatchAsync();
        var rows = await parts.AllDeadlinesAsync();

        await parts.DispatchAsync();

        Assert.Equal(rows, await parts.AllDeadlinesAsync());
        Assert.Equal([Start(id), Start(id)], parts.Durable.Requests);
        Assert.Equal([$"{id}:1", $"{id}:1"], parts.Commands.Select(command => command.CommandId));
    }

    [Theory]
    [InlineData(null)]
    [InlineData(600)]
    public async Task The_time_of_the_first_join_command_is_kept_however_often_it_is_repeated(int? seconds)
    {
        var id = await parts.CreateAsync(seconds is { } time ? TimeSpan.FromSeconds(time) : null);
        parts.Clock.Advance(TimeSpan.FromSeconds(seconds ?? 0));
        await (seconds is null ? Task.CompletedTask : parts.AdvanceAsync(id, Cancel));
        var toldAt = parts.Clock.GetUtcNow();
        await parts.DispatchAsync();

        parts.Clock.Advance(TimeSpan.FromMinutes(1));
        await parts.DispatchAsync();

        Assert.Equal(2, parts.Commands.Count(command => command.Command == "join"));
        Assert.Equal(toldAt, await parts.Index.JoinCommandSentAtAsync(id, Cancel));
        Assert.Equal(LifecycleParts.Project, await parts.Index.FindProjectAsync(id, Cancel));
    }

    [Fact]
    public async Task A_failed_start_throws_so_that_the_message_is_redelivered()
    {
        var id = await parts.CreateAsync();
        parts.Durable.Broken.Add(id);
        await Assert.ThrowsAsync<RpcException>(parts.DispatchAsync);

        parts.Durable.Broken.Clear();
        await parts.DispatchAsync();

        Assert.Equal([Start(id), Start(id)], parts.Durable.Requests);
    }

    [Fact]
    public async Task A_command_that_cannot_be_sent_blocks_nothing_else_and_is_retried()
    {
        var webhooks = new JsonText("""{"webhooks":[{"url":"https://example.com/hook","triggers":["bot.state_change"]}]}""");
        var id = await parts.CreateAsync(change: details => details with { Settings = new BotSettings(webhooks) });
        var announcement = parts.Announcements.Last().Announcement;

        await Assert.ThrowsAsync<RequestFailedException>(() =>
            parts.DispatcherWithoutCommands.DispatchAsync(announcement, parts.Durable, Cancel)
        );

        Assert.Equal([DueIn(id, parts.Options.LaunchTimeout)], await parts.AllDeadlinesAsync());
        Assert.Equal([Start(id)], parts.Durable.Requests);
        Assert.NotNull(await parts.Deliveries.ReadAsync(LifecycleParts.Project, id, new EventPlace(1), "b1", Cancel));
        Assert.Equal(LifecycleParts.Project, await parts.Index.FindProjectAsync(id, Cancel));
        await parts.DispatchAsync(announcement);
        Assert.Single(parts.Commands, command => command.CommandId == $"{id}:1");
    }

    [Fact]
    public async Task A_command_contains_nothing_that_can_grow()
    {
        const string Url = "https://zoom.us/j/1?pwd=";
        var large = new JsonText($$$"""{"transcription_settings":{"openai":{"prompt":"{{{new string('é', 200_000)}}}"} } }""");
        await parts.CreateAsync(change: details =>
            details with
            {
                Settings = new BotSettings(large),
                Metadata = new JsonText($$"""{"a":"{{new string('x', 900)}}"}"""),
                DeduplicationKey = new string('k', 1024),
                BotName = new string('名', 255),
                MeetingUrl = Url + string.Concat(Enumerable.Repeat("😀", MeetingUrl.MaxLength - Url.Length)),
            }
        );

        await parts.DispatchAsync();

        var json = Assert.Single(parts.Commands).ToJson();
        Assert.InRange(Encoding.UTF8.GetByteCount(json), 1, 16 * 1024);
    }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private static string Start(BotId id) => $$"""start BotLifecycle {{id}} {"project":"A","bot":"{{id}}"}""";

    private static string Wake(BotId id) => $"raise BotChanged {id}";

    private Deadline DueIn(BotId id, TimeSpan time) => new(LifecycleParts.Project, id, parts.Clock.GetUtcNow() + time);

    private async Task MoveAsync(BotId id, TimeSpan joinsIn)
    {
        await parts.TransactAsync(
            id,
            new BotCommand.Update(new BotChanges { JoinAt = parts.Clock.GetUtcNow() + joinsIn }) { Actor = Given.Caller }
        );
        await parts.DispatchAsync();
    }

    [Fact]
    public async Task A_meeting_command_is_sent_by_name_without_its_content()
    {
        var id = await AJoinedBotAsync();
        var (rows, requests) = (await parts.AllDeadlinesAsync(), parts.Durable.Requests.ToList());
        var chat = new MeetingCommand(MeetingCommandType.SendChatMessage, new JsonText("""{"message":"s3cret"}"""));

        await parts.Streams.TransactAsync(LifecycleParts.Project, id, new BotCommand.Instruct(chat) { Actor = Given.Caller }, Cancel);
        await parts.DispatchAsync();

        var command = parts.Commands.Last();
        Assert.Equal(($"{id}:3", "send_chat_message"), (command.CommandId, command.Command));
        Assert.DoesNotContain("s3cret", command.ToJson(), StringComparison.Ordinal);
        Assert.Equal(rows, await parts.AllDeadlinesAsync());
        Assert.Equal(requests, parts.Durable.Requests);
    }

    private async Task<BotId> AJoinedBotAsync()
    {
        var id = await parts.CreateAsync();
        await parts.DispatchAsync();
        await parts.ReportAsync(id, BotEventType.JoinedMeeting);
        await parts.DispatchAsync();
        return id;
    }
}
