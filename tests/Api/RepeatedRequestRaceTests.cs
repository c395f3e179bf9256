using FsCheck;
using FsCheck.Fluent;
using Usher.Tests.Support;

namespace Usher.Tests.Api;

/// <summary>
/// Keyed requests that arrive simultaneously, whose handler dies or whose storage never answers; and any sequence of them.
/// </summary>
public sealed class RepeatedRequestRaceTests(AzuriteFixture azurite) : IAsyncLifetime
{
    private const string Bots = "/api/v1/bots";
    private const string Create = """{"meeting_url": "https://zoom.us/j/1", "bot_name": "x"}""";
    private const int Rounds = 20;
    private TestApp app = null!;

    public async ValueTask InitializeAsync() => app = await TestApp.StartAsync(azurite.ConnectionString, TimeProvider.System);

    public ValueTask DisposeAsync() => app.DisposeAsync();

    [Theory]
    [InlineData("none")]
    [InlineData("near")]
    [InlineData("far")]
    public async Task Sixteen_creations_with_one_key_make_one_bot_and_get_one_answer(string deduplication)
    {
        for (var round = 0; round < Rounds; round++)
        {
            var key = $"{deduplication}-{round}";
            var answers = await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => AskAsync("POST", Bots, BodyOf(deduplication, key), key)));

            Assert.Equal(201, Assert.Single(answers.Select(answer => answer with { IsReplayed = false }).Distinct()).Status);
            Assert.Equal(15, answers.Count(answer => answer.IsReplayed));
            Assert.Equal(round + 1, await CountAsync());
        }
    }

    [Fact]
    public async Task Sixteen_leaves_with_one_key_cause_one_leave_and_get_one_answer()
    {
        for (var round = 0; round < Rounds; round++)
        {
            var path = $"{Bots}/{await app.CreateBotAsync()}";
            var answers = await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => AskAsync("POST", $"{path}/leave", null, "k")));

            Assert.Equal((200, "\"2\""), Single(answers));
            Assert.Equal("\"2\"", (await app.Client.AskAsync("GET", path)).ETag);
        }
    }

    [Fact]
    public async Task Of_sixteen_different_requests_with_one_key_one_is_carried_out()
    {
        for (var round = 0; round < Rounds; round++)
        {
            var path = $"{Bots}/{await app.CreateBotAsync()}";
            var patches = await Task.WhenAll(
                Enumerable.Range(0, 16).Select(number => AskAsync("PATCH", path, $$"""{"metadata": {"n": "{{number}}"} }""", "k"))
            );
            var creations = await Task.WhenAll(
                Enumerable
                    .Range(0, 16)
                    .Select(number => AskAsync("POST", Bots, RepeatedRequestTests.WithDeduplicationKey($"{round}-{number}"), $"k-{round}"))
            );

            Assert.Equal([200, .. Enumerable.Repeat(422, 15)], patches.Select(answer => answer.Status).Order());
            Assert.Equal([201, .. Enumerable.Repeat(422, 15)], creations.Select(answer => answer.Status).Order());
        }
    }

    [Theory]
    [InlineData("none")]
    [InlineData("near")]
    [InlineData("far")]
    public async Task Wherever_the_handler_dies_the_retry_makes_exactly_one_bot(string deduplication)
    {
        for (var (step, died) = (1, true); died; step++)
        {
            var (key, before) = ($"{deduplication}-{step}", await CountAsync());
            died = await DiesAsync(step, () => AskAsync("POST", Bots, BodyOf(deduplication, key), key));

            var retry = await AskAsync("POST", Bots, BodyOf(deduplication, key), key);
            Assert.Equal(201, retry.Status);
            Assert.Equal(before + 1, await CountAsync());
            Assert.Equal(retry with { IsReplayed = true }, await AskAsync("POST", Bots, BodyOf(deduplication, key), key));
            Assert.InRange(step, 1, 20);
        }
    }

    [Fact]
    public async Task Wherever_the_handler_dies_the_retry_leaves_and_changes_once()
    {
        foreach (
            var (method, suffix, body) in new[]
            {
                ("POST", "/leave", null),
                ("PATCH", "", """{"metadata": {"a": "b"}}"""),
                ("PATCH", "", "{}"),
            }
        )
        {
            for (var (step, died) = (1, true); died; step++)
            {
                var path = $"{Bots}/{await app.CreateBotAsync()}";
                died = await DiesAsync(step, () => AskAsync(method, path + suffix, body, "k"));

                var retry = await AskAsync(method, path + suffix, body, "k");
                Assert.Equal((200, body == "{}" ? "\"1\"" : "\"2\""), (retry.Status, retry.ETag));
                Assert.Equal(retry.ETag, (await app.Client.AskAsync("GET", path)).ETag);
                Assert.InRange(step, 1, 20);
            }
        }
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_transaction_whose_response_is_lost_is_carried_out_once(bool wasApplied)
    {
        var calls = 0;
        app.AtStorage = request =>
        {
            if (request == "POST transaction" && ++calls == (wasApplied ? 2 : 1))
            {
                throw new IOException("The connection was lost.");
            }
        };

        var first = await AskAsync("POST", Bots, Create, "k");

        Assert.Equal((201, false), (first.Status, first.IsReplayed));
        Assert.Equal(first with { IsReplayed = true }, await AskAsync("POST", Bots, Create, "k"));
        Assert.Equal(1, await CountAsync());
    }

    [Fact]
    public void In_any_sequence_of_keyed_requests_each_key_has_one_answer()
    {
        var request = Gen.Zip(Gen.Choose(0, 5), Gen.Choose(0, 2));
        Prop.ForAll(request.ArrayOf().Resize(12).ToArbitrary(), HasOneAnswerAKeyAsync).Check(Config.QuickThrowOnFailure.WithMaxTest(40));
    }

    private async Task HasOneAnswerAKeyAsync((int Kind, int Key)[] story)
    {
        var path = $"{Bots}/{await app.CreateBotAsync(inSeconds: 3600)}";
        var known = new Dictionary<string, (string Request, Answer Answer)>();
        foreach (var ((kind, number), index) in story.Select((request, index) => (request, index)))
        {
            var (method, target, body) = kind switch
            {
                0 => ("PATCH", path, """{"metadata": {"a": "b"}}"""),
                1 => ("PATCH", path, """{"bot_name": "Other"}"""),
                2 => ("POST", $"{path}/leave", null),
                3 => ("POST", Bots, Create),
                4 => ("POST", Bots, RepeatedRequestTests.WithDeduplicationKey($"{path}-{number}")),
                _ => ("", "", null as string),
            };
            if (method.Length == 0)
            {
                // Something unrelated happens to the bot.
                var other =
                    number == 2
                        ? await app.Client.AskAsync("DELETE", path)
                        : await app.Client.AskAsync("PATCH", path, $$"""{"metadata": {"n": "{{index}}"} }""");
                Assert.True(other.Status is 200 or 404, $"{other}");
                continue;
            }

            // The key is scoped to its bot, or to creations.
            var (key, request) = ($"{path}-{number}", $"{method} {target} {body}");
            var scope = target == Bots ? "creations" : "bot";
            var answer = await AskAsync(method, target, body, key);
            if (!known.TryGetValue($"{scope} {key}", out var first))
            {
                Assert.False(answer.IsReplayed);
                known.Add($"{scope} {key}", (request, answer));
            }
            else if (first.Request == request)
            {
                Assert.Equal(first.Answer with { IsReplayed = true }, answer);
            }
            else
            {
                Assert.Equal((422, false), (answer.Status, answer.IsReplayed));
            }
        }
    }

    /// <summary>Lets the handler die at a step: before its first storage request, after it, before the second, and so on.</summary>
    /// <returns>False if it finished before that step.</returns>
    private async Task<bool> DiesAsync(int step, Func<Task<Answer>> request)
    {
        var steps = 0;
        app.AtStorage = _ =>
        {
            if (++steps >= step)
            {
                throw new InvalidOperationException("The handler is dead.");
            }
        };
        var answer = await request();
        app.AtStorage = null;
        Assert.Equal(steps >= step, answer.Status == 500);
        return answer.Status == 500;
    }

    private static string BodyOf(string deduplication, string key) =>
        deduplication switch
        {
            "near" => RepeatedRequestTests.WithDeduplicationKey(RepeatedRequestTests.DeduplicationKeys(key).Near),
            "far" => RepeatedRequestTests.WithDeduplicationKey(RepeatedRequestTests.DeduplicationKeys(key).Far),
            _ => Create,
        };

    private static (int Status, string? ETag) Single(IEnumerable<Answer> answers)
    {
        var one = Assert.Single(answers.Select(answer => answer with { IsReplayed = false }).Distinct());
        return (one.Status, one.ETag);
    }

    private Task<Answer> AskAsync(string method, string path, string? body, string key) =>
        app.Client.AskAsync(method, path, body, ("Idempotency-Key", key));

    private async Task<int> CountAsync()
    {
        var count = 0;
        for (var next = Bots; next is not null; )
        {
            var (_, page) = await app.Client.SendAsync("GET", next);
            count += page.GetProperty("results").GetArrayLength();
            next = page.GetProperty("next").GetString();
        }

        return count;
    }
}
