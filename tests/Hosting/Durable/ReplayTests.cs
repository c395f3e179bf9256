using FsCheck;
using FsCheck.Fluent;
using Usher.Hosting.Durable.Protobuf;
using static Usher.Tests.Hosting.Durable.History;

namespace Usher.Tests.Hosting.Durable;

public sealed class ReplayTests
{
    [Fact]
    public void Every_prefix_of_the_worked_example_replays()
    {
        var host = new PlayedHost(Watch.Run, "Watch");
        host.Turn(T0, Started("Watch", """{"n":1}"""));
        host.Turn(T1, Raised("Approval", """{"ok":true}"""));
        host.Turn(T2, Raised("approval", """{"ok":false}"""), ActivityCompleted(1, """{"sent":true}"""));
        Assert.Equal(2, host.GenerationCount);
        host.Turn(T3, TimerFired(0), ActivityCompleted(1, null));
        Assert.Equal(3, host.GenerationCount);
        host.Turn(T3.AddMinutes(10), TimerFired(0), Raised("approval", """{"ok":true}"""), Suspended());
        host.Turn(T3.AddMinutes(11), Resumed());

        host.Assert_that_every_prefix_replays();
    }

    [Fact]
    public void Turn_by_turn_is_the_same_as_from_the_start_whatever_happens_when()
    {
        var (turns, generations, ended) = (0, 0, 0);
        var any = Gen.Choose(0, 255).ArrayOf().ToArbitrary();
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(300).WithEndSize(120), Prop.ForAll(any, choices =>
        {
            var story = new RandomStory(choices);
            turns += story.Turns;
            generations += story.Host.GenerationCount;
            ended += story.Host.End is null ? 0 : 1;
            Assert.NotEqual(OrchestrationStatus.Failed, story.Host.End?.OrchestrationStatus);
            story.Host.Assert_that_every_prefix_replays();
        }));

        Assert.True(turns > 1000 && generations > 350 && ended > 30, $"The stories are too short to mean much: {turns} turns, {generations} generations, {ended} ends.");
    }

    /// <summary>A script and what happens to it, made of random numbers: the same numbers tell the same story.</summary>
    private sealed class RandomStory
    {
        private readonly List<int> results = [];
        private DateTime now = T0;
        private int generation = 1;

        public RandomStory(int[] choices)
        {
            var letters = choices.Length == 0 ? 0 : 1 + (choices[0] % 8);
            var script = string.Concat(choices.Skip(1).Take(letters).Select(choice => ScriptedOrchestrator.Letters[choice % ScriptedOrchestrator.Letters.Length]));
            Host.Turn(now, Started("Scripted", $"\"{script}\""));
            foreach (var batch in choices.Skip(1 + letters).Chunk(3).TakeWhile(_ => Host.End is null))
            {
                Turns++;
                now = now.AddSeconds(10);
                var events = batch.Take(1 + (batch[0] / 64)).SelectMany(Happens).ToList();
                Host.Turn(now, events);
                ForgetOldGenerations();
            }

            if (Host.End is null)
            {
                Host.Turn(now, Resumed());
            }
        }

        public PlayedHost Host { get; } = new(ScriptedOrchestrator.Run, "Scripted");

        public int Turns { get; }

        private IEnumerable<HistoryEvent> Happens(int choice)
        {
            var open = Host.Asked.Where(action => !results.Contains(action.Id)).ToList();
            switch (choice % 10)
            {
                case 0 or 1 or 2 or 3 when open.Count > 0:
                    return [Result(open[choice % open.Count], choice)];
                case 4 when results.Count > 0:
                    return [Result(Host.Asked[results[choice % results.Count]], choice)];
                case 5 or 6:
                    return [Raised("X", $"{choice}")];
                case 7:
                    return [Raised("y")];
                case 8:
                    return [choice % 3 == 0 ? Suspended() : Resumed()];
                case 9:
                    return choice % 7 == 0 ? [Terminated("1")] : [new HistoryEvent { EventId = -1 }, ActivityCompleted(77, "7"), TimerFired(-100)];
                default:
                    return [];
            }
        }

        private HistoryEvent Result(OrchestratorAction action, int choice)
        {
            results.Add(action.Id);
            if (action.CreateTimer is null)
            {
                return choice % 5 == 0 ? ActivityFailed(action.Id) : ActivityCompleted(action.Id, $"{choice}");
            }

            var fireAt = action.CreateTimer.FireAt.ToDateTime();
            now = fireAt > now ? fireAt : now;
            return TimerFired(action.Id);
        }

        private void ForgetOldGenerations()
        {
            if (generation != Host.GenerationCount)
            {
                generation = Host.GenerationCount;
                results.Clear();
            }
        }
    }
}
