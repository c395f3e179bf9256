using Usher.Tests.Support;

namespace Usher.Tests.Api;

public sealed class RaceTests(AzuriteFixture azurite) : IAsyncLifetime
{
    private const int Rounds = 20;
    private TestApp app = null!;

    public async ValueTask InitializeAsync() => app = await TestApp.StartAsync(azurite.ConnectionString, TimeProvider.System);

    public ValueTask DisposeAsync() => app.DisposeAsync();

    [Fact]
    public async Task Sixteen_creates_with_one_deduplication_key_make_one_bot()
    {
        for (var round = 0; round < Rounds; round++)
        {
            var body = $$"""{"meeting_url": "https://zoom.us/j/1", "bot_name": "x", "deduplication_key": "race-{{round}}"}""";
            Assert.Equal("1 x 201, 15 x 400", await AtOnceAsync("POST", "/api/v1/bots", body));
        }
    }

    [Fact]
    public async Task Sixteen_leaves_are_one_leave()
    {
        for (var round = 0; round < Rounds; round++)
        {
            Assert.Equal("1 x 200, 15 x 400", await AtOnceAsync("POST", $"/api/v1/bots/{await app.CreateBotAsync()}/leave"));
        }
    }

    [Fact]
    public async Task Sixteen_deletes_are_one_delete()
    {
        for (var round = 0; round < Rounds; round++)
        {
            Assert.Equal("1 x 200, 15 x 404", await AtOnceAsync("DELETE", $"/api/v1/bots/{await app.CreateBotAsync(inSeconds: 3600)}"));
        }
    }

    [Fact]
    public async Task Sixteen_patches_succeed_or_answer_a_clean_conflict()
    {
        for (var round = 0; round < Rounds; round++)
        {
            var bot = await app.CreateBotAsync();
            var statuses = await Task.WhenAll(Enumerable.Range(0, 16).Select(async number =>
                (await app.Client.SendAsync("PATCH", $"/api/v1/bots/{bot}", $$"""{"metadata": {"n": "{{number}}"} }""")).Status));

            Assert.Contains(200, statuses);
            Assert.All(statuses, status => Assert.True(status is 200 or 409, $"{status}"));
        }
    }

    [Fact]
    public async Task Of_sixteen_merges_none_that_was_accepted_is_lost()
    {
        for (var round = 0; round < Rounds; round++)
        {
            var bot = await app.CreateBotAsync(inSeconds: 3600);
            var answers = await Task.WhenAll(Enumerable.Range(0, 16).Select(number =>
                app.Client.SendAsync("PATCH", $"/calendar/scheduled/{bot}", $$"""{"custom_attributes": {"{{number}}": "x"} }""")));
            var (_, read) = await app.Client.SendAsync("GET", $"/api/v1/bots/{bot}");

            Assert.All(answers.Where(answer => answer.Status != 200), answer => Assert.Equal(
                """{"message":"The bot was changed at the same time. Try again.","error":"The bot was changed at the same time. Try again.","status_code":409}""",
                answer.Body.GetRawText()));
            Assert.Equal(
                Enumerable.Range(0, 16).Where(number => answers[number].Status == 200).Select(number => $"{number}").Order(StringComparer.Ordinal),
                read.GetProperty("metadata").EnumerateObject().Select(entry => entry.Name).Order(StringComparer.Ordinal));
        }
    }

    private async Task<string> AtOnceAsync(string method, string path, string? body = null)
    {
        var statuses = await Task.WhenAll(Enumerable.Range(0, 16).Select(async _ => (await app.Client.SendAsync(method, path, body)).Status));
        return string.Join(", ", statuses.CountBy(status => status).OrderBy(count => count.Key).Select(count => $"{count.Value} x {count.Key}"));
    }
}
