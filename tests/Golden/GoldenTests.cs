using System.Globalization;
using System.Text.Json.Nodes;
using Usher.Tests.Api.Description;
using Usher.Tests.Support;

namespace Usher.Tests.Golden;

/// <summary>Every recorded request is sent again over real HTTP; the answer must match the peer's and the description.</summary>
public sealed class GoldenTests(AzuriteFixture azurite)
{
    /// <summary>
    /// Only the lifecycle itself stages a bot and lets it join; everything else that moved the peer's bots is a runner's report.
    /// </summary>
    private static readonly string[] Lifecycle = ["STAGED", "JOIN_REQUESTED"];

    /// <summary>The page that the peer's refusal named.</summary>
    private const string PeersCredentialsUrl = "https://app.attendee.dev/projects/proj_3KkwB0eBtPCxvygi/credentials";

    public static TheoryData<string> Scenarios => [.. Recording.Names];

    [Theory]
    [MemberData(nameof(Scenarios))]
    public async Task The_answers_match_the_peers(string scenario)
    {
        var keys = new Dictionary<string, string> { ["DISABLED"] = "no-longer" };
        var seeds = string.Concat(
            "ABLM"
                .Select(name => $"{name}{Guid.CreateVersion7(TimeProvider.System.GetUtcNow()):N}")
                .Select(project =>
                {
                    keys[project[..1]] = $"key-{project}";
                    return $"{project}={keys[project[..1]]};";
                })
        );
        await using var app = await TestApp.StartAsync(
            azurite.ConnectionString,
            TimeProvider.System,
            $"--Usher:SeedKeys={seeds}",
            $"--Usher:CredentialsUrl={PeersCredentialsUrl}"
        );
        var compared = 0;
        var (saved, lost, failures) = (new Dictionary<string, string>(), new HashSet<string>(), new List<string>());
        foreach (var step in Recording.Steps(scenario))
        {
            var used = Recording.Used(step).ToList();
            if (used.Any(name => lost.Contains(name) || !saved.ContainsKey(name)))
            {
                continue;
            }

            if (step["drive"] is JsonObject drive && Lifecycle.Contains(drive["event_type"]?.ToString()))
            {
                lost.UnionWith(used);
                continue;
            }

            compared++;
            var difference = step["drive"] is JsonObject move
                ? await PeerRunner.DriveAsync(app, move, step["result"]!.AsObject(), text => Recording.Fill(text, name => saved[name]))
                : await SendAsync(app, step, text => Recording.Fill(text, name => Value(name, keys, saved)), saved, lost);
            if (difference is not null)
            {
                failures.Add($"{step["name"]}: {difference}");
            }
        }

        Assert.NotEqual(0, compared);
        Assert.True(failures.Count == 0, string.Join(Environment.NewLine, failures));
    }

    private static async Task<string?> SendAsync(
        TestApp app,
        JsonObject step,
        Func<string, string> fill,
        Dictionary<string, string> saved,
        HashSet<string> lost
    )
    {
        var headers = step["headers"]!.AsObject().Select(header => (header.Key, fill(header.Value!.GetValue<string>())));
        var (status, answered, text) = await RawHttp.SendAsync(
            app.Url,
            step["method"]!.GetValue<string>(),
            fill(step["path"]!.GetValue<string>()),
            headers,
            Recording.Body(step, fill),
            TestContext.Current.CancellationToken
        );
        foreach (var (name, field) in step["save"]?.AsObject() ?? [])
        {
            if (status is 200 or 201 && JsonNode.Parse(text)?[field!.GetValue<string>()]?.ToString() is { } value)
            {
                // Pages are fetched by path, since the recording has a different host.
                saved[name] =
                    name.EndsWith("_path", StringComparison.Ordinal) && Uri.TryCreate(value, UriKind.Absolute, out var link)
                        ? link.PathAndQuery
                        : value;
                lost.Remove(name);
            }
            else
            {
                lost.Add(name);
            }
        }

        return Differences.Find(step, status, text, answered)
            ?? (
                Differences.IsAnsweredByTheHost(step, status, text)
                    ? null
                    : Described.FindInAnswer(
                        step["method"]!.GetValue<string>(),
                        fill(step["path"]!.GetValue<string>()),
                        status,
                        text,
                        [.. answered.Keys]
                    )
            );
    }

    /// <summary>A value saved by an earlier step, a key, or a time the given number of seconds from now.</summary>
    private static string Value(string name, Dictionary<string, string> keys, Dictionary<string, string> saved) =>
        name.StartsWith("ts:", StringComparison.Ordinal)
            ? TimeProvider
                .System.GetUtcNow()
                .AddSeconds(int.Parse(name.AsSpan(3), CultureInfo.InvariantCulture))
                .ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture)
        : name.StartsWith("KEY_", StringComparison.Ordinal) ? keys[name[4..]]
        : saved[name];
}
