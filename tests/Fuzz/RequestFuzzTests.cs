using System.Collections.Concurrent;
using System.Net.Http.Headers;
using System.Text.Json;
using Usher.Tests.Support;

namespace Usher.Tests.Fuzz;

/// <summary>
/// Over real HTTP, on real storage, with the same requests in every run: whatever the path, method, header, coding, chunk and body, the
/// request is carried out or refused in the shape of the dialect its path belongs to. <c>Tests fuzz 100000</c> goes further.
/// </summary>
public sealed class RequestFuzzTests(AzuriteFixture azurite)
{
    private const int Seed = 20280613;
    private const int AtOnce = 8;

    /// <summary>The number of requests to send.</summary>
    internal static int Requests { get; set; } = 3000;

    [Fact]
    public async Task Every_answer_has_the_shape_of_its_dialect()
    {
        await using var app = await TestApp.StartAsync(azurite.ConnectionString, TimeProvider.System);
        var bot = await app.CreateBotAsync(inSeconds: 3600);
        using var client = new HttpClient();
        var random = new Random(Seed);
        var requests = Enumerable.Range(0, Requests).Select(_ => FuzzedRequest.Next(random)).ToList();
        var failures = new ConcurrentQueue<string>();
        var taken = 0;
        await Parallel.ForEachAsync(
            requests,
            new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = TestContext.Current.CancellationToken },
            async (fuzzed, token) =>
            {
                using var request = fuzzed.ToMessage(app.Url, bot);
                request.Headers.Authorization = fuzzed.Surface switch
                {
                    "runner" => new AuthenticationHeaderValue("Bearer", TestApp.RunnerKey),
                    "manage" => new AuthenticationHeaderValue("Bearer", TestApp.ManagementKey),
                    _ => new AuthenticationHeaderValue("Token", app.Key),
                };
                using var response = await client.SendAsync(request, token);
                var text = await response.Content.ReadAsStringAsync(token);

                var wrong = Wrong(fuzzed, request.RequestUri!.AbsolutePath, (int)response.StatusCode, text);
                if (wrong is not null)
                {
                    failures.Enqueue($"{wrong}: {(int)response.StatusCode} {text} for {fuzzed}");
                }

                Interlocked.Add(ref taken, response.IsSuccessStatusCode ? 1 : 0);
            }
        );

        Assert.Empty(failures);
        Assert.InRange(taken, Requests / 50, Requests);
        Assert.Empty(app.Logs.Errors);
    }

    /// <returns>Null if the answer is as it should be.</returns>
    private static string? Wrong(FuzzedRequest request, string path, int status, string text)
    {
        if (status is < 200 or >= 500)
        {
            return "an answer that no client deserves";
        }

        if (request.Method == "HEAD" || status == 204 || (request.Method == "DELETE" && status == 200))
        {
            return text.Length == 0 ? null : "a body where there is none";
        }

        JsonElement body;
        try
        {
            body = JsonElement.Parse(text);
        }
        catch (JsonException)
        {
            return "no JSON";
        }

        if (body.ValueKind != JsonValueKind.Object || status < 300)
        {
            return body.ValueKind == JsonValueKind.Object ? null : "no object";
        }

        string[] members = [.. body.EnumerateObject().Select(member => member.Name)];
        var isRight =
            Below(path, "/calendar") || (Below(path, "/api/v1/calendar") && !path.EndsWith('/'))
                ? DialectShapes.IsMeetStreamRefusal(body) && body.GetProperty("status_code").GetInt32() == status
            : Below(path, "/runner") ? DialectShapes.IsRunnerRefusal(body)
            : status != 400 ? members is ["error"] or ["detail"]
            : members.Length > 0;
        return isRight ? null : "another shape";
    }

    private static bool Below(string path, string prefix) => path == prefix || path.StartsWith($"{prefix}/", StringComparison.Ordinal);
}
