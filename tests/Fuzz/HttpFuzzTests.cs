using System.Net.Http.Headers;
using System.Text.Json;
using FsCheck.Fluent;
using Usher.Tests.Support;

namespace Usher.Tests.Fuzz;

/// <summary>The same over real HTTP, on real storage: a 5xx is a bug.</summary>
public sealed class HttpFuzzTests(AzuriteFixture azurite)
{
    private const int Requests = 3000;
    private const int AtOnce = 8;

    [Fact]
    public async Task Every_answer_is_a_success_or_a_refusal_in_the_dialects_words()
    {
        // Uses the real clock: a writer that loses a race waits for a moment.
        await using var app = await TestApp.StartAsync(azurite.ConnectionString, TimeProvider.System);
        var bot = await app.CreateBotAsync(inSeconds: 3600);
        var joining = await app.CreateBotAsync();
        using var runner = app.RunnerClient();
        var taken = 0;
        await Parallel.ForEachAsync(
            FuzzedBody.Any.Sample(Requests),
            new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = TestContext.Current.CancellationToken },
            async (fuzzed, token) =>
            {
                var (client, method, path) = fuzzed.Endpoint switch
                {
                    Endpoint.Create => (app.Client, HttpMethod.Post, "/api/v1/bots"),
                    Endpoint.Update => (app.Client, HttpMethod.Patch, $"/api/v1/bots/{bot}"),
                    Endpoint.UpdateScheduled => (app.Client, HttpMethod.Patch, $"/calendar/scheduled/{bot}"),
                    _ => (runner, HttpMethod.Post, $"/runner/v1/bots/{joining}/events"),
                };
                using var request = new HttpRequestMessage(method, path) { Content = new ByteArrayContent(fuzzed.Bytes) };
                request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
                using var response = await client.SendAsync(request, token);
                var body = JsonElement.Parse(await response.Content.ReadAsByteArrayAsync(token));

                // 422: the id of an earlier report with different content.
                var isExpected =
                    (int)response.StatusCode is 200 or 201 or 400 or 409
                    || (fuzzed.Endpoint == Endpoint.Report && (int)response.StatusCode == 422);
                Assert.True(isExpected, $"{(int)response.StatusCode} {body} for {fuzzed}");
                Assert.Equal(JsonValueKind.Object, body.ValueKind);
                if (fuzzed.Endpoint == Endpoint.UpdateScheduled && !response.IsSuccessStatusCode)
                {
                    Assert.True(DialectShapes.IsMeetStreamRefusal(body), $"{body} for {fuzzed}");
                }

                if (fuzzed.Endpoint == Endpoint.Report && !response.IsSuccessStatusCode)
                {
                    Assert.True(DialectShapes.IsRunnerRefusal(body), $"{body} for {fuzzed}");
                }

                Interlocked.Add(ref taken, response.IsSuccessStatusCode ? 1 : 0);
            }
        );

        Assert.InRange(taken, Requests / 50, Requests);
        Assert.Empty(app.Logs.Errors);
    }
}
