using System.Text;
using System.Text.Json.Nodes;
using Usher.Tests.Golden;

namespace Usher.Tests.Api.Description;

/// <summary>Requests that a real peer accepted, and its answers, match the description: clients of the peer find what they know.</summary>
public sealed class RecordedAnswersTests
{
    public static TheoryData<string> Scenarios => [.. Recording.Names];

    [Theory]
    [MemberData(nameof(Scenarios))]
    public void Recorded_requests_and_answers_match_the_description(string scenario)
    {
        var looked = 0;
        var problems = new List<string>();
        foreach (var step in Recording.Steps(scenario).Where(step => !step.ContainsKey("drive")))
        {
            var (method, path, response) = (step["method"]!.GetValue<string>(), Fill(step["path"]!.GetValue<string>()), step["response"]!);
            var status = response["status"]!.GetValue<int>();
            if (status >= 500)
            {
                continue;
            }

            looked++;
            Add(Described.FindInAnswer(method, path, status, response["body"] is { } body ? AsAnsweredHere(body).ToText() : ""));
            if (status is 200 or 201 && Recording.Body(step, Fill) is { } sent)
            {
                Add(Described.FindInRequest(method, path, Encoding.UTF8.GetString(sent)));
            }
        }

        Assert.NotEqual(0, looked);
        Assert.True(problems.Count == 0, string.Join(Environment.NewLine, problems));

        void Add(string? problem) => problems.AddRange(problem is null ? [] : [problem]);
    }

    /// <summary>
    /// The two intended differences: an event states that it has no sub type, and a bot that joins immediately shows when it was created.
    /// Ids and times are filled in.
    /// </summary>
    private static JsonNode AsAnsweredHere(JsonNode body)
    {
        var copy = JsonNode.Parse(Fill(body.ToText()))!;
        var bots =
            copy is not JsonObject one ? []
            : one["results"] is JsonArray page ? page.OfType<JsonObject>()
            : [one];
        foreach (var bot in bots.Where(shown => shown.ContainsKey("events")))
        {
            bot["join_at"] ??= "2026-11-22T04:22:19Z";
            foreach (var entry in bot["events"]!.AsArray())
            {
                entry!.AsObject().TryAdd("sub_type", null);
            }
        }

        return copy;
    }

    private static string Fill(string text) =>
        Recording.Fill(
            text,
            name =>
                name.StartsWith("ts:", StringComparison.Ordinal) ? "2028-06-13T12:00:00Z"
                : name.EndsWith("_path", StringComparison.Ordinal) ? "/api/v1/bots"
                : "bot_3pVj4QcEyhV3mfHc"
        );
}
