using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;
using Usher.Bots;
using Usher.Tests.Support;

namespace Usher.Tests.Bots;

/// <summary>Any operations on a bot, in any order and at any time.</summary>
public sealed class BotPropertyTests
{
    private static readonly LifecycleOptions Options = new();

    private static readonly Gen<BotCommand> Commands = Gen.OneOf(
        Gen.Constant<BotCommand>(new BotCommand.Leave { Actor = Given.Caller }),
        Gen.Constant<BotCommand>(new BotCommand.Remove { Actor = Given.Caller }),
        Gen.Constant<BotCommand>(new BotCommand.Delete { Actor = Given.Caller }),
        Gen.Constant<BotCommand>(new BotCommand.Advance(Options, null) { Actor = Actor.Lifecycle }),
        Gen.Choose(1, 12).Select(BotCommand (sequence) => new BotCommand.Claim(sequence) { Actor = Actor.Runner }),
        Gen.Elements(Enum.GetValues<MeetingCommandType>())
            .Select(BotCommand (type) => new BotCommand.Instruct(new MeetingCommand(type)) { Actor = Given.Caller }),
        Gen.Choose(0, 3)
            .Select(
                BotCommand (number) =>
                    new BotCommand.Update(
                        new BotChanges
                        {
                            BotName = number == 0 ? null : $"Bot {number}",
                            Metadata = number == 1 ? null : new JsonText($$"""{"n":"{{number}}"}"""),
                        }
                    )
                    {
                        Actor = Given.Caller,
                    }
            ),
        Gen.Choose(0, 5)
            .Select(
                BotCommand (number) =>
                    new BotCommand.UpdateScheduled(
                        new ScheduledBotChanges
                        {
                            JoinAt = number == 0 ? Spec.Now.AddMinutes(40) : null,
                            Attributes = new Dictionary<string, string?> { ["n"] = number < 3 ? null : "x", [$"{number}"] = "é" },
                            Features = new Dictionary<string, bool> { ["recording_enabled"] = number % 2 == 0 },
                        }
                    )
                    {
                        Actor = Given.Caller,
                    }
            ),
        Gen.Elements(Enum.GetValues<BotEventType>().Where(type => type.IsReportable).ToArray())
            .Select(BotCommand (type) => new BotCommand.Report($"r-{type}", type, Given.SubTypeOf(type), null) { Actor = Actor.Runner })
    );

    private static readonly Arbitrary<(BotCommand Command, int Seconds)[]> Stories = Gen.Zip(Commands, Gen.Choose(0, 2000))
        .ArrayOf()
        .ToArbitrary();

    [Fact]
    public void The_projection_is_the_fold_of_the_events_and_versions_have_no_gaps() =>
        Check(story =>
        {
            var (bot, events) = Live(story);

            Assert.Equal(events.Count, bot.Version);
            Assert.Equal(Json(Bot.Fold(Spec.Id, events)), Json(bot));
        });

    [Fact]
    public void A_terminal_bot_stays_terminal() =>
        Check(story =>
        {
            var (_, events) = Live(story);
            Bot? bot = null;
            foreach (var next in events)
            {
                var after = Bot.Evolve(Spec.Id, bot, next);
                Assert.False(bot is { State.IsTerminal: true } && !after.State.IsTerminal);
                bot = after;
            }
        });

    [Fact]
    public void After_advancing_nothing_is_due() =>
        Check(story =>
        {
            var (bot, _) = Live(story);
            var (events, lookAgainAt) = LifecyclePolicy.Advance(bot, Spec.Now.AddDays(1), Options);
            var advanced = events.Aggregate(bot, (before, next) => Bot.Evolve(Spec.Id, before, next));

            Assert.Empty(LifecyclePolicy.Advance(advanced, Spec.Now.AddDays(1), Options).Events);
            Assert.True(lookAgainAt is null || lookAgainAt > Spec.Now.AddDays(1));
        });

    [Fact]
    public void An_unfinished_bot_has_a_deadline_or_is_in_its_meeting() =>
        Check(story =>
        {
            var (bot, _) = Live(story);

            Assert.True(
                bot.State.IsTerminal || bot.State.IsInMeeting || LifecyclePolicy.Next(bot, Spec.Now, Options) is not null,
                bot.State.Name
            );
        });

    [Fact]
    public void A_snapshot_round_trips() =>
        Check(story =>
        {
            var (bot, _) = Live(story);

            Assert.Equal(Json(bot), Json(JsonSerializer.Deserialize(Json(bot), BotJson.Default.Bot)!));
        });

    [Fact]
    public void A_join_is_requested_once() =>
        Check(story =>
        {
            var (_, events) = Live(story);

            Assert.True(events.Count(next => next.Type == BotEventType.JoinRequested) <= 1);
        });

    private static void Check(Action<(BotCommand Command, int Seconds)[]> property) =>
        FsCheck.Fluent.Prop.ForAll(Stories, property).Check(Config.QuickThrowOnFailure.WithMaxTest(500));

    private static (Bot Bot, List<BotEvent> Events) Live((BotCommand Command, int Seconds)[] story)
    {
        List<BotEvent> events = [.. story.Length % 2 == 0 ? Given.AScheduledBot(Spec.Now.AddMinutes(20)) : Given.AJoiningBot()];
        var bot = Bot.Fold(Spec.Id, events);
        var now = Spec.Now;
        foreach (var (command, seconds) in story)
        {
            now = now.AddSeconds(seconds);
            if (BotDecider.Decide(bot, command, now) is Decision.Accepted accepted)
            {
                events.AddRange(accepted.Events);
                bot = accepted.Events.Aggregate(bot, (before, next) => Bot.Evolve(Spec.Id, before, next));
            }
        }

        return (bot, events);
    }

    private static string Json(Bot bot) => JsonSerializer.Serialize(bot, BotJson.Default.Bot);
}
