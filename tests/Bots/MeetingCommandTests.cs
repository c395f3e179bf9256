using Usher.Bots;
using static Usher.Tests.Support.Spec;

namespace Usher.Tests.Bots;

/// <summary>What clients can have the runner do during the meeting.</summary>
public sealed class MeetingCommandTests
{
    private static readonly string[] Joined = TransitionTableTests.Joined.Split(' ');

    public static TheoryData<string, string> EveryCommandInEveryState()
    {
        var data = new TheoryData<string, string>();
        foreach (
            var state in Enum.GetValues<BotState>().Where(state => state != BotState.Deleted && Support.Given.ABotIn(state) is not null)
        )
        {
            foreach (var type in Enum.GetValues<MeetingCommandType>())
            {
                data.Add(type.Name, state.Name);
            }
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(EveryCommandInEveryState))]
    public void A_command_is_allowed_in_the_meeting_and_leaves_the_state_unchanged(string command, string stateName)
    {
        var (type, state) = (WireName.Parse<MeetingCommandType>(command)!.Value, WireName.Parse<BotState>(stateName)!.Value);
        string[] allowed = command switch
        {
            "pause_recording" => ["joined_recording"],
            "resume_recording" => ["joined_recording_paused"],
            _ => Joined,
        };

        var spec = Given(Support.Given.ABotIn(state)!).When(Instruct(type));

        if (allowed.Contains(stateName))
        {
            Assert.Equal(state, spec.Then(BotEventType.CommandRequested).After.State);
        }
        else
        {
            spec.ThenRefused(new BotRefusal.MeetingCommandNotAllowed(type, state));
        }
    }

    [Fact]
    public void Any_number_of_commands_may_be_open_and_each_is_claimed_once()
    {
        var bot = After(Support.Given.ARecordingBot(), Instruct(MeetingCommandType.Speech), Instruct(MeetingCommandType.PauseRecording));
        var (first, second) = (bot.Version - 1, bot.Version);

        bot = After(bot, Claim(second), Claim(first));

        Assert.Null(bot.OpenCommands);
        Assert.All([first, second], sequence => Assert.Equal(new BotRefusal.CommandNotClaimable(), Refusal(bot, Claim(sequence))));
    }

    [Fact]
    public void Claiming_one_command_leaves_the_others_open()
    {
        var bot = After(Support.Given.ARecordingBot(), Instruct(MeetingCommandType.Speech), Instruct(MeetingCommandType.Speech));

        Assert.Equal([bot.Version], After(bot, Claim(bot.Version - 1)).OpenCommands!.Value);
    }

    [Fact]
    public void Joining_a_breakout_room_leaves_commands_open()
    {
        var bot = After(Support.Given.ARecordingBot(), Instruct(MeetingCommandType.Speech), Report(BotEventType.BeganJoiningBreakoutRoom));

        Assert.IsType<Decision.Accepted>(BotDecider.Decide(bot, Claim(bot.Version - 1), Now));
    }

    [Fact]
    public void No_command_can_be_claimed_after_the_meeting()
    {
        var bot = After(Support.Given.ARecordingBot(), Instruct(MeetingCommandType.Speech), Report(BotEventType.MeetingEnded));

        Assert.Equal(new BotRefusal.CommandNotClaimable(), Refusal(bot, Claim(bot.Version - 1)));
    }

    [Fact]
    public void A_leave_can_be_claimed_while_another_command_is_unclaimed()
    {
        var bot = After(
            Support.Given.ARecordingBot(),
            Instruct(MeetingCommandType.Speech),
            new BotCommand.Leave { Actor = Support.Given.Caller }
        );

        Assert.Equal((null, bot.Version), (bot.OpenCommands, bot.UnclaimedCommand));
        Assert.IsType<Decision.Accepted>(BotDecider.Decide(bot, Claim(bot.Version), Now));
    }

    [Fact]
    public void A_command_the_runner_does_not_support_is_refused_immediately()
    {
        var bot = After(
            Support.Given.AJoiningBot(),
            Claim(1, MeetingCommandType.PauseRecording),
            Report(BotEventType.JoinedMeeting),
            Report(BotEventType.RecordingPermissionGranted)
        );

        Assert.Equal(
            new BotRefusal.MeetingCommandNotSupported(MeetingCommandType.Speech),
            Refusal(bot, Instruct(MeetingCommandType.Speech))
        );
        Assert.IsType<Decision.Accepted>(BotDecider.Decide(bot, Instruct(MeetingCommandType.PauseRecording), Now));
    }

    [Fact]
    public void A_runner_without_capabilities_gets_no_commands()
    {
        var bot = After(Support.Given.AJoiningBot(), Claim(1, []), Report(BotEventType.JoinedMeeting));

        Assert.Equal(
            new BotRefusal.MeetingCommandNotSupported(MeetingCommandType.Speech),
            Refusal(bot, Instruct(MeetingCommandType.Speech))
        );
    }

    [Fact]
    public void Capabilities_are_declared_only_with_the_join()
    {
        var bot = After(Support.Given.ARecordingBot(), Instruct(MeetingCommandType.Speech));

        Assert.Null(After(bot, Claim(bot.Version, MeetingCommandType.Speech)).Capabilities);
    }

    [Fact]
    public void A_runner_that_claims_no_commands_gets_no_more_of_them()
    {
        var bot = Bot.Fold(Id, Support.Given.ARecordingBot());
        for (var count = 0; count < Bot.MaxOpenCommands; count++)
        {
            bot = After(bot, Instruct(MeetingCommandType.Speech));
        }

        Assert.Equal(new BotRefusal.TooManyOpenCommands(), Refusal(bot, Instruct(MeetingCommandType.Speech)));
        Assert.IsType<Decision.Accepted>(BotDecider.Decide(After(bot, Claim(bot.Version)), Instruct(MeetingCommandType.Speech), Now));
    }

    [Theory]
    [InlineData("audio", "output_image", false)]
    [InlineData("audio", "output_video", true)]
    [InlineData("video", "output_image", true)]
    [InlineData("video", "output_video", true)]
    [InlineData("video", "output_audio", false)]
    [InlineData("video", "speech", false)]
    public void What_plays_blocks_what_would_interrupt_it(string playing, string command, bool isRefused)
    {
        var type = WireName.Parse<MeetingCommandType>(command)!.Value;
        var bot = After(Support.Given.ARecordingBot(), Plays(playing));

        Assert.Equal(isRefused ? new BotRefusal.MediaIsPlaying(type) : null, BotDecider.RefusalOf(bot, type, Now));
        Assert.Equal(isRefused, BotDecider.Decide(bot, Instruct(type), Now) is Decision.Refused);
        Assert.Null(BotDecider.RefusalOf(After(bot, Finishes(playing)), type, Now));
    }

    [Fact]
    public void Audio_and_video_play_at_the_same_time()
    {
        var bot = After(Support.Given.ARecordingBot(), Plays("audio"), Plays("video"), Finishes("audio"));

        Assert.Equal((false, true), (bot.PlaysAudio(Now), bot.PlaysVideo(Now)));
    }

    [Fact]
    public void What_plays_counts_for_an_hour_after_the_last_report()
    {
        var bot = After(Support.Given.ARecordingBot(), Plays("video"));
        var hour = Now.AddHours(1);

        Assert.Equal((true, false), (bot.PlaysVideo(hour.AddTicks(-1)), bot.PlaysVideo(hour)));
        bot = Accepted(bot, Plays("video"), hour).Aggregate(bot, (one, next) => Bot.Evolve(Id, one, next));
        Assert.Equal((true, false), (bot.PlaysVideo(hour), bot.PlaysVideo(hour.AddHours(1))));
    }

    [Theory]
    [InlineData("leave_requested", false)]
    [InlineData("meeting_ended", false)]
    [InlineData("recording_paused", true)]
    [InlineData("began_joining_breakout_room", true)]
    public void What_plays_ends_with_the_meeting(string then, bool isPlaying)
    {
        var bot = After(Support.Given.ARecordingBot(), Plays("audio"), Plays("video"), Report(WireName.Parse<BotEventType>(then)!.Value));

        Assert.Equal((isPlaying, isPlaying), (bot.PlaysAudio(Now), bot.PlaysVideo(Now)));
        Assert.Equal(isPlaying, After(bot, Plays("video")).PlaysVideo(Now));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("image")]
    public void Only_audio_and_video_play(string? kind) =>
        Assert.Equal(
            new BotRefusal.UnknownSubType(BotEventType.MediaStarted, kind),
            Refusal(Bot.Fold(Id, Support.Given.ARecordingBot()), Report(BotEventType.MediaStarted, kind))
        );

    [Fact]
    public void A_caption_language_changes_only_that_setting()
    {
        var bot = WithSettings("""{"transcription_settings":{"meeting_closed_captions":{"merge_consecutive_captions":true}}}""");
        var command = Instruct(
            MeetingCommandType.UpdateTranscriptionSettings,
            """{"transcription_settings":{"meeting_closed_captions":{"teams_language":"de-de"}}}"""
        );

        var after = Given(bot).When(command).Then(BotEventType.Updated, BotEventType.CommandRequested).After;

        Assert.Equal(
            """{"transcription_settings":{"meeting_closed_captions":{"merge_consecutive_captions":true,"teams_language":"de-de"}}}""",
            after.Settings.Json.Text
        );
        Assert.Equal([BotEventType.CommandRequested], Accepted(after, command).Select(next => next.Type));
    }

    [Theory]
    [InlineData("""{"url":"https://b"}""", """{"reserve_resources":true,"url":"https://b"}""")]
    [InlineData("""{"screenshare_url":"https://b"}""", """{"reserve_resources":true,"screenshare_url":"https://b"}""")]
    [InlineData("""{"url":""}""", """{"reserve_resources":true}""")]
    [InlineData("""{"url":"","screenshare_url":"https://b"}""", """{"reserve_resources":true,"screenshare_url":"https://b"}""")]
    [InlineData("""{}""", """{"reserve_resources":true,"url":"https://a"}""")]
    public void One_voice_agent_page_replaces_the_other(string payload, string left)
    {
        var bot = WithSettings("""{"voice_agent_settings":{"reserve_resources":true,"url":"https://a"}}""");

        var after = Given(bot).When(Instruct(MeetingCommandType.UpdateVoiceAgentSettings, payload)).After;

        Assert.Equal($$"""{"voice_agent_settings":{{left}}}""", after.Settings.Json.Text);
    }

    private static IEnumerable<BotEvent> WithSettings(string settings) =>
        Support.Given.ARecordingBot(Support.Given.Details() with { Settings = new BotSettings(new JsonText(settings)) });

    private static BotCommand.Instruct Instruct(MeetingCommandType type, string? payload = null) =>
        new(new MeetingCommand(type, payload is null ? null : new JsonText(payload))) { Actor = Support.Given.Caller };

    private static BotCommand.Claim Claim(int sequence, params MeetingCommandType[] capabilities) =>
        new(sequence) { Actor = Actor.Runner, Capabilities = capabilities };

    private static BotCommand.Claim Claim(int sequence) => new(sequence) { Actor = Actor.Runner };

    private static BotCommand.Report Report(BotEventType type) => Report(type, Support.Given.SubTypeOf(type));

    private static BotCommand.Report Report(BotEventType type, string? subType) => new("r", type, subType, null) { Actor = Actor.Runner };

    private static BotCommand.Report Plays(string kind) => Report(BotEventType.MediaStarted, kind);

    private static BotCommand.Report Finishes(string kind) => Report(BotEventType.MediaFinished, kind);

    private static Bot After(IEnumerable<BotEvent> history, params BotCommand[] commands) => After(Bot.Fold(Id, history), commands);

    private static Bot After(Bot bot, params BotCommand[] commands) =>
        commands.Aggregate(bot, (before, command) => Accepted(before, command).Aggregate(before, (one, next) => Bot.Evolve(Id, one, next)));

    private static IReadOnlyList<BotEvent> Accepted(Bot bot, BotCommand command, DateTimeOffset? at = null) =>
        Assert.IsType<Decision.Accepted>(BotDecider.Decide(bot, command, at ?? Now)).Events;

    private static BotRefusal Refusal(Bot bot, BotCommand command) =>
        Assert.IsType<Decision.Refused>(BotDecider.Decide(bot, command, Now)).Refusal;
}
