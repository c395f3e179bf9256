using Microsoft.Extensions.DependencyInjection;
using Usher.Bots;
using Usher.Meetings;
using Usher.Storage;
using Usher.Tests.Support;

namespace Usher.Tests.Storage;

/// <summary>Meeting events in their project's feed: each batch is one row, and takes as many numbers as it has events.</summary>
public sealed class MeetingFeedTests(AzuriteFixture azurite) : IAsyncLifetime
{
    private TestApp app = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private EventFeed Feed => app.Services.GetRequiredService<EventFeed>();

    public async ValueTask InitializeAsync() => app = await TestApp.StartAsync(azurite.ConnectionString);

    public ValueTask DisposeAsync() => app.DisposeAsync();

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(200)]
    public async Task Pages_that_split_batches_are_full_and_return_every_event_once(int limit)
    {
        var bot = await app.ABotInAMeetingAsync();
        await app.ComeAsync(bot, "1");
        await app.SayAsync(bot, "2", "a", "b", "c", "d", "e");
        await app.WriteAsync(bot, "3", "f", "m1");
        await app.SayAsync(bot, "4", "g", "h");
        await app.ReportAsync(bot, "meeting_ended");

        var pages = await PagesAsync(limit);

        var meeting = pages.SelectMany(page => page).Where(fed => fed.OfMeeting is not null).ToList();
        Assert.Equal(["2", "3", "a", "b", "c", "d", "e", "f", "g", "h"], meeting.Select(Text));
        Assert.Equal(Enumerable.Range(2, 10), meeting.Select(fed => fed.Sequence));
        Assert.Equal([1, 2, 3], pages.SelectMany(page => page).Where(fed => fed.OfMeeting is null).Select(fed => fed.Sequence));
        Assert.All(pages.SkipLast(1), page => Assert.Equal(limit, page.Count));
    }

    [Fact]
    public async Task Under_concurrent_reports_each_reader_gets_every_event_once_and_each_meetings_in_order()
    {
        await using var first = await TestApp.StartAsync(azurite.ConnectionString, TimeProvider.System);
        await using var second = await TestApp.StartAsync(azurite.ConnectionString, TimeProvider.System);
        var bots = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => first.ABotInAMeetingAsync()));
        var written = Task.WhenAll(
            bots.Select(async bot =>
            {
                foreach (var round in Enumerable.Range(0, 6))
                {
                    await Task.WhenAll(
                        first.SayAsync(bot, $"{round}-s", Enumerable.Range(0, 7).Select(number => $"{number}")),
                        first.WriteAsync(bot, $"{round}-w", "hello", $"m{round}"),
                        first.Client.SendAsync("PATCH", $"/api/v1/bots/{bot}", $$"""{"metadata": {"n": "{{round}}"} }""")
                    );
                }
            })
        );

        var readers = await Task.WhenAll(
            ((int[])[1, 5, 200]).Select(limit => ReadAsync(second.Services.GetRequiredService<EventFeed>(), first.Project, limit, written))
        );

        Assert.All(
            from events in readers
            from bot in bots
            select events.Where(fed => fed.BotId == bot).ToLookup(fed => fed.OfMeeting is not null),
            events =>
            {
                Assert.Equal(Enumerable.Range(1, 8), events[false].Select(fed => fed.Sequence));
                Assert.Equal(Enumerable.Range(1, 48), events[true].Select(fed => fed.Sequence));
            }
        );
    }

    [Fact]
    public async Task Deleted_events_are_left_out_and_their_numbers_skipped()
    {
        var (bot, other) = (await app.ABotInAMeetingAsync(), await app.ABotInAMeetingAsync());
        await app.SayAsync(bot, "1", "a", "b");
        await app.WriteAsync(bot, "2", "kept", "m1");
        await app.SayAsync(bot, "3", "c", "d", "e");
        await app.SayAsync(other, "1", "other");
        var (_, between) = await Feed.AfterAsync(app.Project, FeedPlace.Start, 6, Token);
        await app.WriteAsync(bot, "4", "kept too", "m2");
        Assert.Equal(200, (await app.Client.SendAsync("DELETE", $"/api/v1/bots/{bot}/transcript")).Status);

        var pages = await PagesAsync(2);

        Assert.Equal(
            ["kept", "kept too", "other"],
            pages.SelectMany(page => page).Where(fed => fed.OfMeeting is not null).Select(Text).Order(StringComparer.Ordinal)
        );
        Assert.All(pages.SkipLast(1), page => Assert.Equal(2, page.Count));
        Assert.DoesNotContain((await Feed.AfterAsync(app.Project, between, 200, Token)).Events, fed => Text(fed) is "c" or "d" or "e");

        await app.ReportAsync(bot, "fatal_error", "process_terminated");
        await app.Client.SendAsync("POST", $"/api/v1/bots/{bot}/delete_data");
        Assert.Equal(["other"], (await PagesAsync(200)).SelectMany(page => page).Where(fed => fed.OfMeeting is not null).Select(Text));
    }

    [Fact]
    public async Task A_request_skips_a_limited_number_of_events_and_says_that_there_may_be_more()
    {
        var bot = await app.ABotInAMeetingAsync();
        var start = await Feed.EndAsync(app.Project, Token);
        await app.SayAsync(bot, "1", Enumerable.Range(0, 45).Select(number => $"{number}"));
        await app.WriteAsync(bot, "2", "kept", "m1");
        await app.Client.SendAsync("DELETE", $"/api/v1/bots/{bot}/transcript");

        var page = await Feed.AfterAsync(app.Project, start, 1, Token);
        Assert.Equal((0, false), (page.Events.Count, page.IsLast));
        for (; page.Events.Count == 0; page = await Feed.AfterAsync(app.Project, page.Next, 1, Token))
        {
            Assert.False(page.IsLast);
        }

        Assert.Equal("kept", Text(Assert.Single(page.Events)));
        Assert.True((await Feed.AfterAsync(app.Project, page.Next, 1, Token)).IsLast);
    }

    [Fact]
    public async Task A_batch_that_commits_late_is_delivered_late_and_not_skipped()
    {
        var (late, other) = (await app.ABotInAMeetingAsync(), await app.ABotInAMeetingAsync());
        await using var reading = await TestApp.StartAsync(azurite.ConnectionString, app.Clock);
        using var thawed = new ManualResetEventSlim();
        var frozen = new TaskCompletionSource();
        app.AtStorage = target =>
        {
            if (target == "POST transaction" && frozen.TrySetResult())
            {
                thawed.Wait(Token);
            }
        };
        var saying = Task.Run(() => app.SayAsync(late, "1", "late", "later"), Token);
        await frozen.Task;
        await app.SayAsync(other, "1", "early");
        var feed = reading.Services.GetRequiredService<EventFeed>();
        var (before, place) = await feed.AfterAsync(app.Project, FeedPlace.Start, 200, Token);
        thawed.Set();
        await saying;

        Assert.Equal(["early"], before.Where(fed => fed.OfMeeting is not null).Select(Text));
        Assert.Equal(["late", "later"], (await feed.AfterAsync(app.Project, place, 200, Token)).Events.Select(Text));
    }

    [Fact]
    public async Task The_latest_cursor_follows_batches_that_have_not_been_read_yet()
    {
        var bot = await app.ABotInAMeetingAsync();
        foreach (var number in Enumerable.Range(0, 70))
        {
            await app.SayAsync(bot, $"{number}", "a", "b", "c", "d");
        }

        var end = await Feed.EndAsync(app.Project, Token);
        await app.SayAsync(bot, "new", "e", "f");

        Assert.Equal(["e", "f"], (await Feed.AfterAsync(app.Project, end, 200, Token)).Events.Select(Text));
        Assert.Equal(2 + 280 + 2, (await PagesAsync(200)).Sum(page => page.Count));
    }

    [Fact]
    public async Task An_edited_message_keeps_its_id_and_people_keep_their_first_names()
    {
        var bot = await app.ABotInAMeetingAsync();
        await app.WriteAsync(bot, "1", "Helo", "m1");
        await app.WriteAsync(bot, "2", "Hello", "m1");

        var data = (await PagesAsync(1)).SelectMany(page => page).Skip(2).Select(fed => fed.Data!.Value.Element).ToList();

        Assert.Equal(["Helo", "Hello"], data.Select(one => one.GetProperty("text").GetString()));
        Assert.Single(data.Select(one => one.GetProperty("id").GetString()).Distinct());
    }

    /// <summary>All pages; none follows the last.</summary>
    private async Task<List<IReadOnlyList<FeedEvent>>> PagesAsync(int limit)
    {
        List<IReadOnlyList<FeedEvent>> pages = [];
        for (var place = FeedPlace.Start; ; )
        {
            var page = await Feed.AfterAsync(app.Project, place, limit, Token);
            place = FeedPlace.Parse(page.Next.ToString())!;
            pages.Add(page.Events);
            if (page.IsLast)
            {
                return pages;
            }
        }
    }

    private static async Task<IReadOnlyList<FeedEvent>> ReadAsync(EventFeed feed, string project, int limit, Task written)
    {
        List<FeedEvent> seen = [];
        for (var place = FeedPlace.Start; ; )
        {
            var isOver = written.IsCompleted;
            var page = await feed.AfterAsync(project, place, limit, Token);
            seen.AddRange(page.Events);
            place = page.Next;
            if (isOver && page.IsLast)
            {
                await written;
                return seen;
            }
        }
    }

    /// <summary>What was said or written, or the time at which someone joined.</summary>
    private static string Text(FeedEvent fed) =>
        fed.OfMeeting?.Stored.Event switch
        {
            MeetingEvent.Utterance utterance => MeetingItems.TextOf(utterance),
            MeetingEvent.ChatMessage message => message.Text,
            { } presence => $"{presence.TimestampMs}",
            null => fed.Type,
        };
}
