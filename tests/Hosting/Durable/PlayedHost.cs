using Google.Protobuf;
using Usher.Hosting.Durable;
using Usher.Hosting.Durable.Protobuf;
using static Usher.Tests.Hosting.Durable.History;

namespace Usher.Tests.Hosting.Durable;

/// <summary>
/// Plays the backend for one instance: gives turns, writes the history as the backend does, and starts the next generation in the same breath. Remembers
/// every generation, so that its history can be replayed in pieces.
/// </summary>
internal sealed class PlayedHost(Func<TaskOrchestrationContext, Task<string?>> orchestrator, string name)
{
    private readonly List<Generation> generations = [new()];

    public IReadOnlyList<OrchestratorAction> Asked => generations[^1].Asked;

    public int GenerationCount => generations.Count;

    public CompleteOrchestrationAction? End { get; private set; }

    /// <returns>The answer to the last post of the turn.</returns>
    public OrchestratorResponse Turn(DateTime at, params IEnumerable<HistoryEvent> events)
    {
        var response = Post([TurnStarted(at), .. events]);
        while (EndOf(response) is { OrchestrationStatus: OrchestrationStatus.ContinuedAsNew } end)
        {
            generations.Add(new());
            response = Post([TurnStarted(at), Started(name, end.Result, $"{generations.Count}"), .. end.CarryoverEvents, TurnEnded()]);
        }

        End = EndOf(response);
        return response;
    }

    /// <summary>
    /// What the live turns answered comes out again when the history is delivered in one piece, from its start, or is all past; and any
    /// prefix of it asks for what the live turns had asked for up to there.
    /// </summary>
    public void Assert_that_every_prefix_replays()
    {
        foreach (var generation in generations)
        {
            for (var length = 0; length <= generation.History.Count; length++)
            {
                var prefix = generation.History.Take(length).ToList();
                var asNew = Orchestration.Execute(orchestrator, [], prefix).Response;
                var asPast = Orchestration.Execute(orchestrator, prefix, []).Response;
                Assert.Equal(asNew, asPast);
                generation.AssertConsistent(prefix, asNew);
            }
        }
    }

    private static CompleteOrchestrationAction? EndOf(OrchestratorResponse response) => response.Actions.LastOrDefault()?.CompleteOrchestration;

    private OrchestratorResponse Post(HistoryEvent[] events)
    {
        var generation = generations[^1];
        var response = Orchestration.Execute(orchestrator, generation.History, events).Response;
        generation.Record(events, response);
        return response;
    }

    private sealed class Generation
    {
        /// <summary>The live answer after so many events.</summary>
        private readonly Dictionary<int, OrchestratorResponse> answers = [];
        private int lastTurn;

        public List<HistoryEvent> History { get; } = [];

        public List<OrchestratorAction> Asked { get; } = [];

        public void Record(HistoryEvent[] events, OrchestratorResponse response)
        {
            lastTurn = History.Count;
            History.AddRange(events);
            answers.Add(History.Count, response);
            Asked.AddRange(response.Actions);
            History.AddRange(response.Actions.Select(Confirmation).OfType<HistoryEvent>());
            History.Add(TurnEnded());
        }

        public void AssertConsistent(List<HistoryEvent> prefix, OrchestratorResponse replayed)
        {
            if (answers.TryGetValue(prefix.Count, out var live))
            {
                Assert.Equal(live, replayed);
            }

            // In the turn in which a generation ends the answer depends on all of its events, and a suspension withholds what comes before it.
            if (prefix.Count <= lastTurn && !History.Exists(e => e.ExecutionSuspended is not null))
            {
                Assert.All(replayed.Actions, action => Assert.Contains(action, Asked));
                Assert.Empty(replayed.Actions.Select(action => action.Id).Intersect(prefix.Select(e => e.EventId)));
            }
        }

        private static HistoryEvent? Confirmation(OrchestratorAction action) =>
            action.CreateTimer is { } timer ? TimerCreated(action.Id, timer.FireAt.ToDateTime())
            : action.ScheduleTask is { } task ? ActivityScheduled(action.Id, task.Name)
            : null;
    }
}
