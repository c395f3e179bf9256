using System.Text.Json.Nodes;
using Google.Protobuf;
using Usher.Hosting.Durable.Protobuf;

namespace Usher.Tests.LocalHost.Durable;

/// <summary>
/// An orchestration that must not lose anything: it takes events one by one, records each with an activity, continues as new with what it has
/// and the events that it has not looked at, and completes when it has seen as many different ones as its input says. A timer in every execution
/// is never waited for.
/// </summary>
internal static class Collector
{
    public const string Name = "Collect";

    public static ScriptedHandler Handler() => new ScriptedHandler()
        .Orchestrator(Name, Turn)
        .Activity("Record", input => JsonValue.Create($"recorded {input}"));

    public static string Input(int expected) => new JsonObject { ["expected"] = expected, ["seen"] = new JsonArray() }.ToJsonString();

    public static IEnumerable<string> Seen(string? output) => JsonNode.Parse(output!)!.AsArray().Select(id => (string)id!);

    private static OrchestratorResponse Turn(OrchestratorRequest request)
    {
        var events = request.All().ToList();
        var input = JsonNode.Parse(events.First(happened => happened.ExecutionStarted is not null).ExecutionStarted.Input)!;
        var seen = input["seen"]!.AsArray().Select(id => (string)id!).ToList();
        if (seen.Count == (int)input["expected"]!)
        {
            return Respond.With(request, Respond.Complete(0, new JsonArray([.. seen.Select(id => JsonValue.Create(id))]).ToJsonString()));
        }

        List<OrchestratorAction> actions = [];
        if (!events.Any(happened => happened.TimerCreated is not null))
        {
            actions.Add(Respond.Timer(0, request.StartedAt().AddDays(1)));
        }

        var raised = events.Where(happened => happened.EventRaised is not null).ToList();
        var fresh = raised.FirstOrDefault(happened => !seen.Contains(Id(happened)));
        if (fresh is not null && !events.Any(happened => happened.TaskScheduled is not null))
        {
            actions.Add(Respond.Call(1, "Record", fresh.EventRaised.Input));
        }

        if (events.Any(happened => happened.TaskCompleted is not null))
        {
            var next = new JsonObject { ["expected"] = (int)input["expected"]!, ["seen"] = new JsonArray([.. seen.Append(Id(fresh!)).Select(id => JsonValue.Create(id))]) };
            actions.Add(Respond.ContinueAsNew(2, next.ToJsonString(), raised.Where(happened => happened != fresh)));
        }

        return Respond.With(request, [.. actions]).Status($"{seen.Count}");
    }

    private static string Id(HistoryEvent raised) => JsonNode.Parse(raised.EventRaised.Input)!.GetValue<string>();
}
