using Microsoft.Extensions.Configuration;
using Usher.Api.Attendee;
using Usher.Bots;
using Usher.Wire;

namespace Usher.Benchmark;

/// <summary>Operations that cost only processor time.</summary>
internal static class PureFigures
{
    private const double ValidationBudget = 50;
    private const int Rounds = 100;
    private const int Iterations = 500;
    private static readonly DateTimeOffset Now = new(2026, 1, 1, 12, 0, 0, TimeSpan.Zero);

    public static void Measure(Figures figures)
    {
        Figures.Begin("Validation and folding");
        var features = new RunnerFeatures(new ConfigurationBuilder().Build());
        var body = Bodies.Create(Now.AddHours(1));
        figures.AddWithBudget(
            "validate a create request, parsing included",
            MicrosecondsOf(() => Read(body, features)),
            ValidationBudget,
            "µs"
        );

        var create = new BotCommand.Create(Read(body, features)!.Details) { Actor = Actor.Lifecycle };
        var events = Life(create);
        var id = BotId.New(Now, null);
        figures.Add($"fold a bot of {events.Count} events", MicrosecondsOf(() => Bot.Fold(id, events)), "µs");
    }

    private static CreateRequest? Read(byte[] body, RunnerFeatures features) =>
        CreateRequest.Read(((JsonBody.Parsed)JsonBody.Parse(body)).Root, "project", Now, features).Request;

    private static List<BotEvent> Life(BotCommand.Create create)
    {
        BotEventType[] types =
        [
            BotEventType.Staged,
            BotEventType.JoinRequested,
            BotEventType.PutInWaitingRoom,
            BotEventType.JoinedMeeting,
            BotEventType.RecordingPermissionGranted,
            BotEventType.TranscriptionStarted,
            BotEventType.LeaveRequested,
            BotEventType.RecordingSaved,
            BotEventType.LeftMeeting,
            BotEventType.PostProcessingCompleted,
        ];
        return
        [
            .. ((Decision.Accepted)BotDecider.Decide(null, create, Now)).Events,
            .. types.Select(
                (type, minute) =>
                    new BotEvent.Transitioned
                    {
                        Type = type,
                        At = Now.AddMinutes(minute),
                        Actor = Actor.Runner,
                    }
            ),
        ];
    }

    /// <summary>The best of many short rounds: other processes and initial compilation only make rounds slower.</summary>
    private static double MicrosecondsOf(Func<object?> action)
    {
        var best = double.MaxValue;
        for (var round = 0; round < Rounds; round++)
        {
            var start = TimeProvider.System.GetTimestamp();
            for (var iteration = 0; iteration < Iterations; iteration++)
            {
                _ = action() ?? throw new InvalidOperationException("The measured operation failed.");
            }

            best = Math.Min(best, TimeProvider.System.GetElapsedTime(start).TotalMicroseconds / Iterations);
        }

        return best;
    }
}
