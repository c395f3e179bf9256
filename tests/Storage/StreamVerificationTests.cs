using System.Text.Json;
using Azure.Data.Tables;
using Microsoft.Extensions.DependencyInjection;
using Usher.Bots;
using Usher.Storage;
using Usher.Tests.Commands;
using Usher.Tests.Support;

namespace Usher.Tests.Storage;

public sealed class StreamVerificationTests(AzuriteFixture azurite) : IAsyncLifetime
{
    private VerificationEngine engine = null!;
    private TestApp app = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private TableClient Bots => app.Services.GetRequiredService<StorageAccount>().Tables.GetTableClient("bots");

    public async ValueTask InitializeAsync()
    {
        engine = await VerificationEngine.StartAsync(() => app.Services.GetRequiredService<StreamVerification>());
        app = await TestApp.StartAsync(azurite.ConnectionString, time: null, $"--DurableEndpoint={engine.Url}");
    }

    public async ValueTask DisposeAsync()
    {
        await app.DisposeAsync();
        await engine.DisposeAsync();
    }

    [Fact]
    public async Task Without_differences_nothing_is_reported()
    {
        var bots = new List<string>();
        foreach (var number in Enumerable.Range(0, 5))
        {
            bots.Add(await app.CreateBotAsync(inSeconds: 3600, deduplicationKey: $"key-{number}"));
            await app.Client.SendAsync(
                "PATCH",
                $"/api/v1/bots/{bots[^1]}",
                """{"metadata": {"a": "\u00e9"}, "recording_settings": {"format": "mp3"}}"""
            );
        }

        await app.Client.SendAsync("DELETE", $"/api/v1/bots/{bots[0]}");
        await app.Services.GetRequiredService<BotStore>().FenceAsync(app.Project, BotId.Parse(bots[1]), 3, Token);
        await app.Services.GetRequiredService<BotStore>().FenceAsync(app.Project, BotId.New(app.Clock.GetUtcNow(), null), 1, Token);

        Assert.Equal("""{"bots":5,"differing":0,"differences":[]}""", await VerifyAsync());
    }

    [Fact]
    public async Task Differences_are_reported_and_repaired_on_request()
    {
        var (stale, lost, alien) = (await app.CreateBotAsync(), await app.CreateBotAsync(inSeconds: 3600), await app.CreateBotAsync());
        var old = await HeadAsync(stale);
        await app.ReportAsync(stale, "joined_meeting");
        await Bots.UpdateEntityAsync(old!, Azure.ETag.All, TableUpdateMode.Replace, Token);
        await Bots.DeleteEntityAsync(Partition(lost), StreamRows.Head(BotId.Parse(lost)), Azure.ETag.All, Token);
        var wrong = (await HeadAsync(alien))!;
        wrong["MeetingUrl"] = "https://elsewhere.example.com";
        await Bots.UpdateEntityAsync(wrong, Azure.ETag.All, TableUpdateMode.Replace, Token);
        string Told(bool repaired) =>
            $$"""{"bots":3,"differing":3,"differences":[{{string.Join(',', new[]
        {
            (stale, "\"Commit\",\"State\",\"Version\",\"joined_at\",\"events\",\"runner_seen_at\",\"state\",\"unclaimed_command\",\"version\""), (lost, "\"head\""), (alien, "\"MeetingUrl\""),
        }.OrderBy(entry => entry.Item1, StringComparer.Ordinal).Select(entry => $"{{\"bot_id\":\"{entry.Item1}\",\"what\":[{string.Join(',', entry.Item2.Split(',').Order(StringComparer.Ordinal))}],\"repaired\":{(repaired ? "true" : "false")}}}"))}}]}""";

        Assert.Equal(Told(repaired: false), await VerifyAsync());
        Assert.Equal(404, (await app.Client.SendAsync("GET", $"/api/v1/bots/{lost}")).Status);
        Assert.Equal(Told(repaired: true), await VerifyAsync("?repair=true"));
        Assert.Equal("""{"bots":3,"differing":0,"differences":[]}""", await VerifyAsync());
        Assert.Equal(
            "joined_not_recording",
            (await app.Client.SendAsync("GET", $"/api/v1/bots/{stale}")).Body.GetProperty("state").GetString()
        );
        Assert.Equal(200, (await app.Client.SendAsync("DELETE", $"/api/v1/bots/{lost}")).Status);
    }

    [Fact]
    public async Task Concurrent_writes_cause_no_differences()
    {
        var bots = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => app.CreateBotAsync()));
        var written = Task.WhenAll(
            bots.Select(async bot =>
            {
                foreach (var number in Enumerable.Range(0, 40))
                {
                    Assert.Equal(
                        200,
                        (await app.Client.SendAsync("PATCH", $"/api/v1/bots/{bot}", $$"""{"metadata": {"n": "{{number}}"} }""")).Status
                    );
                }
            })
        );

        while (!written.IsCompleted)
        {
            Assert.Equal("""{"bots":4,"differing":0,"differences":[]}""", await VerifyAsync("?repair=true"));
        }

        await written;
    }

    [Fact]
    public async Task A_request_during_a_verification_returns_that_one_and_its_progress()
    {
        foreach (var _ in Enumerable.Range(0, 3))
        {
            await app.CreateBotAsync();
        }

        var first = await app.ManageAsync("POST", "/verify");
        (int Status, JsonElement Body)[] begun =
        [
            first,
            .. await Task.WhenAll(Enumerable.Range(0, 7).Select(_ => app.ManageAsync("POST", "/verify"))),
        ];

        Assert.All(begun, one => Assert.Equal(202, one.Status));
        var url = Assert.Single(begun.Select(one => one.Body.GetProperty("status_url").GetString()!).Distinct());
        var completed = await CompletedAsync(url);
        Assert.Equal("""{"bots":3,"differing":0,"partitions_done":16,"partitions":16}""", completed.GetProperty("progress").GetRawText());
    }

    [Fact]
    public async Task A_shard_is_verified_page_by_page_and_each_of_its_bots_once()
    {
        // One key puts them all in one shard.
        var shard = BotId.ShardOf("key");
        List<string> bots = [];
        foreach (var number in Enumerable.Range(0, 450))
        {
            var id = BotId.New(app.Clock.GetUtcNow().AddMilliseconds(number), "key");
            bots.Add(id.ToString());
            var details = Given.Details(app.Clock.GetUtcNow().AddHours(1)) with { Project = app.Project };
            var created = new BotEvent.Created(details)
            {
                Type = BotEventType.BotCreated,
                At = app.Clock.GetUtcNow(),
                Actor = Given.Caller,
            };
            var stored = new StoredEvent(1, created, BotState.Ready, BotState.Scheduled, "commit", null);
            await Bots.AddEntityAsync(StoredEvents.ToRow(app.Project, id, stored), Token);
            await (
                number % 3 == 0 ? Task.CompletedTask : Bots.AddEntityAsync(BotTransaction.Head(Bot.Fold(id, [created]), "commit"), Token)
            );
        }

        var verification = app.Services.GetRequiredService<StreamVerification>();
        List<VerifiedStreams> pages = [];
        do
        {
            pages.Add(await verification.VerifyAsync(app.Project, shard, pages.LastOrDefault()?.Next, repair: false, Token));
        } while (pages[^1].Next is not null);

        Assert.Equal([200, 200, 50], pages.Select(page => page.Bots));
        Assert.Equal(
            bots.Where((_, number) => number % 3 == 0).Order(StringComparer.Ordinal),
            pages.SelectMany(page => page.Differences).Select(difference => difference.Bot.ToString()).Order(StringComparer.Ordinal)
        );
    }

    [Fact]
    public async Task A_bot_with_unreadable_events_is_named_and_does_not_stop_the_verification()
    {
        var (bad, good) = (await app.CreateBotAsync(), await app.CreateBotAsync());
        var row = (await Bots.FindAsync(Partition(bad), StreamRows.Event(BotId.Parse(bad), 1), null, Token))!;
        row["Type"] = "of_tomorrow";
        await Bots.UpdateEntityAsync(row, Azure.ETag.All, TableUpdateMode.Replace, Token);

        Assert.NotEqual(bad, good);
        Assert.Equal(
            $$"""{"bots":2,"differing":1,"differences":[{"bot_id":"{{bad}}","what":["events"],"repaired":false}]}""",
            await VerifyAsync("?repair=true")
        );
    }

    [Fact]
    public async Task No_verification_exists_before_the_first_one_or_under_another_name()
    {
        Assert.Equal(404, (await app.ManageAsync("GET", "/verifications/check")).Status);
        Assert.Equal(404, (await app.ManageAsync("GET", "/verifications/other")).Status);
    }

    [Theory]
    [InlineData(0, "")]
    [InlineData(1, "")]
    [InlineData(0, "--repair")]
    public async Task The_command_line_reports_the_same(int exitCode, string flag)
    {
        var bot = await app.CreateBotAsync();
        if (exitCode == 1 || flag.Length > 0)
        {
            await Bots.DeleteEntityAsync(Partition(bot), StreamRows.Head(BotId.Parse(bot)), Azure.ETag.All, Token);
        }

        string[] arguments = ["verify", "--json", "--project", app.Project, .. flag.Split(' ', StringSplitOptions.RemoveEmptyEntries)];
        var said = await UsherProcess.RunAsync(azurite.ConnectionString, arguments);
        var output = JsonElement.Parse(said.Output);

        Assert.Equal(exitCode, said.ExitCode);
        Assert.Equal(
            (1, exitCode == 1 || flag.Length > 0 ? 1 : 0),
            (output.GetProperty("bots").GetInt32(), output.GetProperty("differences").GetArrayLength())
        );
    }

    [Fact]
    public async Task Only_operators_can_verify_and_only_existing_projects()
    {
        Assert.Equal(401, (await app.ManagementClient("wrong").SendAsync("POST", $"/manage/v1/projects/{app.Project}/verify")).Status);
        Assert.Equal(404, (await app.ManagementClient().SendAsync("POST", "/manage/v1/projects/nobody/verify")).Status);
        Assert.Equal(400, (await app.ManageAsync("POST", "/verify?repair=perhaps")).Status);
    }

    [Fact]
    public async Task While_the_engine_is_down_clients_are_told_to_retry()
    {
        await using var alone = await TestApp.StartAsync(azurite.ConnectionString);

        foreach (var (method, path) in (List<(string, string)>)[("POST", "/verify"), ("GET", "/verifications/check")])
        {
            using var request = new HttpRequestMessage(new HttpMethod(method), $"/manage/v1/projects/{alone.Project}{path}");
            using var response = await alone.ManagementClient().SendAsync(request, Token);

            Assert.Equal(503, (int)response.StatusCode);
            Assert.NotNull(response.Headers.RetryAfter);
        }
    }

    /// <returns>The result, once it is available.</returns>
    private async Task<string> VerifyAsync(string query = "")
    {
        var (status, begun) = await app.ManageAsync("POST", $"/verify{query}");
        Assert.Equal((202, "running"), (status, begun.GetProperty("status").GetString()));
        return (await CompletedAsync(begun.GetProperty("status_url").GetString()!)).GetProperty("result").GetRawText();
    }

    private async Task<JsonElement> CompletedAsync(string statusUrl)
    {
        Assert.StartsWith(AtPublicUrl.PublicUrl, statusUrl, StringComparison.Ordinal);
        var (status, verification) = await Eventually.GetAsync(
            () => app.ManagementClient().SendAsync("GET", statusUrl[AtPublicUrl.PublicUrl.Length..]),
            answer => answer.Status != 200 || answer.Body.GetProperty("status").GetString() != "running"
        );
        Assert.Equal((200, "completed"), (status, verification.GetProperty("status").GetString()));
        return verification;
    }

    private Task<TableEntity?> HeadAsync(string bot) => Bots.FindAsync(Partition(bot), StreamRows.Head(BotId.Parse(bot)), null, Token);

    private string Partition(string bot) => StreamRows.Partition(app.Project, BotId.Parse(bot));
}
