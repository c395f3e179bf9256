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
    private TestApp app = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private TableClient Bots => app.Services.GetRequiredService<StorageAccount>().Tables.GetTableClient("bots");

    public async ValueTask InitializeAsync() => app = await TestApp.StartAsync(azurite.ConnectionString);

    public ValueTask DisposeAsync() => app.DisposeAsync();

    [Fact]
    public async Task Where_nothing_differs_nothing_is_told()
    {
        var bots = new List<string>();
        foreach (var number in Enumerable.Range(0, 5))
        {
            bots.Add(await app.CreateBotAsync(inSeconds: 3600, deduplicationKey: $"key-{number}"));
            await app.Client.SendAsync("PATCH", $"/api/v1/bots/{bots[^1]}", """{"metadata": {"a": "\u00e9"}, "recording_settings": {"format": "mp3"}}""");
        }

        await app.Client.SendAsync("DELETE", $"/api/v1/bots/{bots[0]}");
        await app.Services.GetRequiredService<BotStore>().FenceAsync(app.Project, BotId.Parse(bots[1]), 3, Token);
        await app.Services.GetRequiredService<BotStore>().FenceAsync(app.Project, BotId.New(app.Clock.GetUtcNow(), null), 1, Token);

        Assert.Equal((200, """{"bots":5,"differences":[]}"""), await VerifyAsync());
    }

    [Fact]
    public async Task What_differs_is_told_and_repaired_when_asked_to()
    {
        var (stale, lost, alien) = (await app.CreateBotAsync(), await app.CreateBotAsync(inSeconds: 3600), await app.CreateBotAsync());
        var old = await HeadAsync(stale);
        await app.ReportAsync(stale, "joined_meeting");
        await Bots.UpdateEntityAsync(old!, Azure.ETag.All, TableUpdateMode.Replace, Token);
        await Bots.DeleteEntityAsync(Partition(lost), StreamRows.Head(BotId.Parse(lost)), Azure.ETag.All, Token);
        var wrong = (await HeadAsync(alien))!;
        wrong["MeetingUrl"] = "https://elsewhere.example.com";
        await Bots.UpdateEntityAsync(wrong, Azure.ETag.All, TableUpdateMode.Replace, Token);
        string Told(bool repaired) => $$"""{"bots":3,"differences":[{{string.Join(',', new[]
        {
            (stale, "\"Commit\",\"State\",\"Version\",\"joined_at\",\"events\",\"runner_seen_at\",\"state\",\"unclaimed_command\",\"version\""), (lost, "\"head\""), (alien, "\"MeetingUrl\""),
        }.OrderBy(entry => entry.Item1, StringComparer.Ordinal).Select(entry => $"{{\"bot_id\":\"{entry.Item1}\",\"what\":[{string.Join(',', entry.Item2.Split(',').Order(StringComparer.Ordinal))}],\"repaired\":{(repaired ? "true" : "false")}}}"))}}]}""";

        Assert.Equal((200, Told(repaired: false)), await VerifyAsync());
        Assert.Equal(404, (await app.Client.SendAsync("GET", $"/api/v1/bots/{lost}")).Status);
        Assert.Equal((200, Told(repaired: true)), await VerifyAsync("?repair=true"));
        Assert.Equal((200, """{"bots":3,"differences":[]}"""), await VerifyAsync());
        Assert.Equal("joined_not_recording", (await app.Client.SendAsync("GET", $"/api/v1/bots/{stale}")).Body.GetProperty("state").GetString());
        Assert.Equal(200, (await app.Client.SendAsync("DELETE", $"/api/v1/bots/{lost}")).Status);
    }

    [Fact]
    public async Task While_others_write_nothing_differs()
    {
        var bots = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => app.CreateBotAsync()));
        var written = Task.WhenAll(bots.Select(async bot =>
        {
            foreach (var number in Enumerable.Range(0, 40))
            {
                Assert.Equal(200, (await app.Client.SendAsync("PATCH", $"/api/v1/bots/{bot}", $$"""{"metadata": {"n": "{{number}}"} }""")).Status);
            }
        }));

        while (!written.IsCompleted)
        {
            Assert.Equal((200, """{"bots":4,"differences":[]}"""), await VerifyAsync("?repair=true"));
        }

        await written;
    }

    [Theory]
    [InlineData(0, "")]
    [InlineData(1, "")]
    [InlineData(0, "--repair")]
    public async Task The_command_line_says_the_same(int exitCode, string flag)
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
        Assert.Equal((1, exitCode == 1 || flag.Length > 0 ? 1 : 0), (output.GetProperty("bots").GetInt32(), output.GetProperty("differences").GetArrayLength()));
    }

    [Fact]
    public async Task Only_operators_verify_and_only_projects_that_exist()
    {
        Assert.Equal(401, (await app.ManagementClient("wrong").SendAsync("POST", $"/manage/v1/projects/{app.Project}/verify")).Status);
        Assert.Equal(404, (await app.ManagementClient().SendAsync("POST", "/manage/v1/projects/nobody/verify")).Status);
        Assert.Equal(400, (await app.ManageAsync("POST", "/verify?repair=perhaps")).Status);
    }

    private async Task<(int Status, string Body)> VerifyAsync(string query = "")
    {
        var (status, body) = await app.ManageAsync("POST", $"/verify{query}");
        return (status, body.GetRawText());
    }

    private Task<TableEntity?> HeadAsync(string bot) => Bots.FindAsync(Partition(bot), StreamRows.Head(BotId.Parse(bot)), null, Token);

    private string Partition(string bot) => StreamRows.Partition(app.Project, BotId.Parse(bot));
}
