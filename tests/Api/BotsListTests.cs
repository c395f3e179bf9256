using Usher.Tests.Support;

namespace Usher.Tests.Api;

/// <summary>The list of bots, page by page and filtered.</summary>
public sealed class BotsListTests(AzuriteFixture azurite) : IAsyncLifetime
{
    private TestApp app = null!;

    public async ValueTask InitializeAsync() => app = await TestApp.StartAsync(azurite.ConnectionString);

    public ValueTask DisposeAsync() => app.DisposeAsync();

    [Fact]
    public async Task The_list_pages_forward_and_back_with_stable_cursors()
    {
        List<string> ids = [];
        for (var i = 0; i < 55; i++)
        {
            app.Clock.Advance(TimeSpan.FromMinutes(i));
            ids.Add(await app.CreateBotAsync());
        }

        var first = await PageAsync("/api/v1/bots?x=y");
        var second = await PageAsync(first.Next!);
        var third = await PageAsync(second.Next!);
        var back = await PageAsync(third.Previous!);
        await app.CreateBotAsync();

        Assert.Equal(ids, [.. first.Ids, .. second.Ids, .. third.Ids]);
        Assert.Equal((null, null), (first.Previous, third.Next));
        Assert.Equal(second.Ids, back.Ids);
        Assert.Equal(first.Ids, (await PageAsync(back.Previous!)).Ids);
        Assert.Equal(6, (await PageAsync(second.Next!)).Ids.Count);
        Assert.EndsWith("&x=y", first.Next, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_list_is_read_from_its_end()
    {
        List<string> ids = [];
        for (var i = 0; i < 30; i++)
        {
            app.Clock.Advance(TimeSpan.FromMinutes(i));
            ids.Add(await app.CreateBotAsync());
        }

        var last = await PageAsync("/api/v1/bots?cursor=latest");
        var first = await PageAsync(last.Previous!);

        Assert.Equal(ids, [.. first.Ids, .. last.Ids]);
        Assert.Equal((25, null), (last.Ids.Count, first.Previous));
        Assert.Empty((await PageAsync("/api/v1/bots?cursor=latest&states=ended")).Ids);
    }

    [Fact]
    public async Task The_list_is_filtered()
    {
        var scheduled = await app.CreateBotAsync(inSeconds: 3600, deduplicationKey: "one");
        app.Clock.Advance(TimeSpan.FromSeconds(1));
        var joining = await app.CreateBotAsync();

        Assert.Equal([joining], (await PageAsync("/api/v1/bots?states=joining&states=ended")).Ids);
        Assert.Equal([scheduled], (await PageAsync("/api/v1/bots?deduplication_key=one")).Ids);
        Assert.Equal([scheduled], (await PageAsync("/api/v1/bots?join_at_after=2026-01-01T12:30:00Z")).Ids);
        Assert.Equal([], (await PageAsync("/api/v1/bots?join_at_before=2026-01-01T12:30:00Z")).Ids);
        Assert.Equal([scheduled, joining], (await PageAsync("/api/v1/bots?meeting_url=https://meet.google.com/abc-defg-hij")).Ids);
        foreach (
            var spelling in (string[])
                ["meet.google.com/abc-defg-hij", "https://meet.google.com/u/1/abc-defg-hij?hs=1", "<https://meet.google.com/abc-defg-hij>"]
        )
        {
            Assert.Equal([scheduled, joining], (await PageAsync($"/api/v1/bots?meeting_url={Uri.EscapeDataString(spelling)}")).Ids);
        }

        Assert.Equal([], (await PageAsync("/api/v1/bots?meeting_url=nowhere")).Ids);
        Assert.Equal(400, (await app.Client.SendAsync("GET", "/api/v1/bots?states=nowhere")).Status);
        Assert.Equal(404, (await app.Client.SendAsync("GET", "/api/v1/bots?cursor=nowhere")).Status);
    }

    private async Task<(List<string> Ids, string? Next, string? Previous)> PageAsync(string path)
    {
        var (status, page) = await app.Client.SendAsync("GET", path);
        Assert.Equal(200, status);
        return (
            [.. page.GetProperty("results").EnumerateArray().Select(bot => bot.GetProperty("id").GetString()!)],
            page.GetProperty("next").GetString(),
            page.GetProperty("previous").GetString()
        );
    }
}
