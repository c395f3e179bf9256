using System.Text.Json;
using Usher.Tests.Support;

namespace Usher.Tests.Api;

/// <summary>Sixteen simultaneous requests, a hundred times, a few bots at a time.</summary>
public sealed class RaceTests(AzuriteFixture azurite) : IAsyncLifetime
{
    private const int Rounds = 100;
    private TestApp app = null!;

    public async ValueTask InitializeAsync() => app = await TestApp.StartAsync(azurite.ConnectionString, TimeProvider.System);

    public ValueTask DisposeAsync() => app.DisposeAsync();

    [Fact]
    public Task Sixteen_creations_with_one_deduplication_key_make_one_bot() =>
        RepeatAsync(async round =>
        {
            var body = $$"""{"meeting_url": "https://zoom.us/j/1", "bot_name": "x", "deduplication_key": "race-{{round}}"}""";
            Assert.Equal("1 x 201, 15 x 400", await AtOnceAsync("POST", "/api/v1/bots", body));
        });

    [Fact]
    public Task Sixteen_leaves_cause_one_leave() =>
        RepeatAsync(async _ =>
            Assert.Equal("1 x 200, 15 x 400", await AtOnceAsync("POST", $"/api/v1/bots/{await app.CreateBotAsync()}/leave"))
        );

    [Fact]
    public Task Sixteen_deletions_cause_one_deletion() =>
        RepeatAsync(async _ =>
            Assert.Equal("1 x 200, 15 x 404", await AtOnceAsync("DELETE", $"/api/v1/bots/{await app.CreateBotAsync(inSeconds: 3600)}"))
        );

    [Fact]
    public Task Sixteen_patches_succeed_or_answer_with_a_clean_conflict() =>
        RepeatAsync(async _ =>
        {
            var path = $"/api/v1/bots/{await app.CreateBotAsync()}";
            var answers = await Task.WhenAll(
                Enumerable.Range(0, 16).Select(number => app.Client.AskAsync("PATCH", path, $$"""{"metadata": {"n": "{{number}}"} }"""))
            );

            Assert.All(answers, answer => Assert.True(answer.Status is 200 or 409, $"{answer}"));
            var accepted = answers.Where(answer => answer.Status == 200).ToList();
            var last = await app.Client.AskAsync("GET", path);
            Assert.Equal($"\"{accepted.Count + 1}\"", last.ETag);
            Assert.Equal(accepted.Count, accepted.Select(answer => answer.ETag).Distinct().Count());
            Assert.Equal(last, accepted.Single(answer => answer.ETag == last.ETag));
        });

    [Fact]
    public Task Simultaneous_repeated_reports_and_claims_are_answered_with_their_outcome() =>
        RepeatAsync(async _ =>
        {
            var bot = await app.CreateBotAsync();
            var runner = app.RunnerClient();
            Task<(int Status, JsonElement Body)[]> AtOnce(string what, string body) =>
                Task.WhenAll(Enumerable.Range(0, 16).Select(_ => runner.SendAsync("POST", $"/runner/v1/bots/{bot}/{what}", body)));

            var claims = await AtOnce("claim", $$"""{"command_id": "{{bot}}:1", "id": "same"}""");
            var reports = await AtOnce("events", """{"id": "same", "type": "joined_meeting"}""");

            Assert.All(claims, answer => Assert.Equal((200, "joining"), (answer.Status, answer.Body.GetProperty("state").GetString())));
            Assert.All(
                reports,
                answer => Assert.Equal((200, """{"state":"joined_not_recording"}"""), (answer.Status, answer.Body.GetRawText()))
            );
            Assert.Equal("\"3\"", (await app.Client.AskAsync("GET", $"/api/v1/bots/{bot}")).ETag);
        });

    private static Task RepeatAsync(Func<int, Task> round) =>
        Parallel.ForEachAsync(
            Enumerable.Range(0, Rounds),
            new ParallelOptions { MaxDegreeOfParallelism = 4 },
            async (number, _) => await round(number)
        );

    // Fifteen lose each race and retry: a quarter of the rounds makes as many races as all the others have together.
    [Fact]
    public async Task No_accepted_merge_of_sixteen_is_lost()
    {
        for (var round = 0; round < Rounds / 4; round++)
        {
            var bot = await app.CreateBotAsync(inSeconds: 3600);
            var answers = await Task.WhenAll(
                Enumerable
                    .Range(0, 16)
                    .Select(number =>
                        app.Client.SendAsync("PATCH", $"/calendar/scheduled/{bot}", $$"""{"custom_attributes": {"{{number}}": "x"} }""")
                    )
            );
            var (_, read) = await app.Client.SendAsync("GET", $"/api/v1/bots/{bot}");

            Assert.All(
                answers.Where(answer => answer.Status != 200),
                answer =>
                    Assert.Equal(
                        """{"message":"The bot was changed at the same time. Try again.","error":"The bot was changed at the same time. Try again.","status_code":409}""",
                        answer.Body.GetRawText()
                    )
            );
            Assert.Equal(
                Enumerable
                    .Range(0, 16)
                    .Where(number => answers[number].Status == 200)
                    .Select(number => $"{number}")
                    .Order(StringComparer.Ordinal),
                read.GetProperty("metadata").EnumerateObject().Select(entry => entry.Name).Order(StringComparer.Ordinal)
            );
        }
    }

    private async Task<string> AtOnceAsync(string method, string path, string? body = null)
    {
        var statuses = await Task.WhenAll(
            Enumerable.Range(0, 16).Select(async _ => (await app.Client.SendAsync(method, path, body)).Status)
        );
        return string.Join(
            ", ",
            statuses.CountBy(status => status).OrderBy(count => count.Key).Select(count => $"{count.Value} x {count.Key}")
        );
    }
}
