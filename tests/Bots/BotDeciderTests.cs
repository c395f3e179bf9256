using Usher.Bots;
using Usher.Tests.Support;
using static Usher.Tests.Support.Spec;

namespace Usher.Tests.Bots;

public sealed class BotDeciderTests
{
    private static readonly BotCommand Leave = new BotCommand.Leave { Actor = Support.Given.Caller };
    private static readonly BotCommand Remove = new BotCommand.Remove { Actor = Support.Given.Caller };
    private static readonly BotCommand Delete = new BotCommand.Delete { Actor = Support.Given.Caller };

    [Fact]
    public void A_bot_with_a_join_time_is_created_and_waits() =>
        Given(Support.Given.Nothing()).When(Create(Support.Given.Details(Now.AddHours(1)))).Then(BotEventType.BotCreated);

    [Fact]
    public void A_bot_without_a_join_time_joins_immediately()
    {
        var bot = Given(Support.Given.Nothing()).When(Create(Support.Given.Details())).Then(BotEventType.JoinRequested).After;

        Assert.Equal((BotState.Joining, Now, false, 1), (bot.State, bot.JoinAt, bot.IsScheduled, bot.Version));
    }

    [Fact]
    public void Every_change_to_the_plan_is_applied_while_the_bot_is_scheduled()
    {
        var settings = new BotSettings(new JsonText("""{"recording_settings":{"format":"mp3"}}"""));
        var changes = new BotChanges
        {
            JoinAt = Now.AddHours(2),
            MeetingUrl = "https://zoom.us/j/1",
            BotName = "Other",
            Settings = settings,
        };

        var bot = Given(Support.Given.AScheduledBot()).When(Update(changes)).Then(BotEventType.Updated).After;

        Assert.Equal((Now.AddHours(2), "https://zoom.us/j/1", "Other", settings), (bot.JoinAt, bot.MeetingUrl, bot.BotName, bot.Settings));
    }

    [Fact]
    public void A_value_equal_to_the_current_one_is_no_change() =>
        Given(Support.Given.ARecordingBot())
            .When(Update(new BotChanges { BotName = "Usher", MeetingUrl = Support.Given.Details().MeetingUrl }))
            .ThenNothing();

    [Theory]
    [InlineData("""{"rtmp_settings":{"destination_url":"rtmps://höst/é","stream_key":"k"}}""")]
    [InlineData("""{"rtmp_settings":{"stream_key":"k","destination_url":"rtmps://h\u00f6st/\u00e9"}}""")]
    public void Equivalent_settings_are_no_change_however_they_are_written(string same)
    {
        var details = Support.Given.Details() with
        {
            Settings = new BotSettings(new JsonText("""{"rtmp_settings":{"destination_url":"rtmps://höst/é","stream_key":"k"}}""")),
        };

        Given(Support.Given.ARecordingBot(details))
            .When(Update(new BotChanges { Settings = new BotSettings(new JsonText(same)) }))
            .ThenNothing();
    }

    [Theory]
    [MemberData(nameof(StatesOfLivingBots))]
    public void The_plan_changes_only_while_the_bot_is_scheduled(string state)
    {
        var given = Given(Support.Given.ABotIn(WireName.Parse<BotState>(state)!.Value)!).When(Update(new BotChanges { BotName = "Other" }));

        if (state == "scheduled")
        {
            given.Then(BotEventType.Updated);
        }
        else
        {
            given.ThenRefused(new BotRefusal.UpdateNotAllowed(WireName.Parse<BotState>(state)!.Value));
        }
    }

    [Theory]
    [MemberData(nameof(StatesOfLivingBots))]
    public void Metadata_changes_at_any_time(string state)
    {
        var metadata = new JsonText("""{"a":"b"}""");

        var bot = Given(Support.Given.ABotIn(WireName.Parse<BotState>(state)!.Value)!)
            .When(Update(new BotChanges { Metadata = metadata }))
            .Then(BotEventType.Updated)
            .After;

        Assert.Equal((state, metadata), (bot.State.Name, bot.Metadata));
    }

    [Theory]
    [MemberData(nameof(StatesOfLivingBots))]
    public void Only_a_bot_that_was_not_told_to_join_can_be_deleted(string name)
    {
        var state = WireName.Parse<BotState>(name)!.Value;
        var given = Given(Support.Given.ABotIn(state)!).When(Delete);

        if (state is BotState.Scheduled or BotState.Staged)
        {
            given.Then(BotEventType.Deleted);
        }
        else
        {
            given.ThenRefused(new BotRefusal.DeleteNotAllowed(state));
        }
    }

    [Fact]
    public void A_deleted_bot_is_never_found()
    {
        var deleted = Support.Given.ABotIn(BotState.Deleted)!.ToList();
        BotCommand[] commands =
        [
            Leave,
            Remove,
            Delete,
            Update(new BotChanges { BotName = "x" }),
            Claim(1),
            Report(BotEventType.JoinedMeeting),
        ];

        Assert.All(commands, command => Given(deleted).When(command).ThenRefused(new BotRefusal.NotFound()));
    }

    [Fact]
    public void A_bot_is_removed_in_the_way_its_state_allows()
    {
        Assert.All(
            [BotState.Scheduled, BotState.Staged],
            state => Given(Support.Given.ABotIn(state)!).When(Remove).Then(BotEventType.Deleted)
        );
        Assert.All(
            [BotState.Joining, BotState.WaitingRoom, BotState.JoinedRecording, BotState.JoiningBreakoutRoom],
            state => Given(Support.Given.ABotIn(state)!).When(Remove).Then(BotEventType.LeaveRequested)
        );
        Assert.All([BotState.Leaving, BotState.PostProcessing], state => Given(Support.Given.ABotIn(state)!).When(Remove).ThenNothing());
        Assert.All(
            [BotState.Ended, BotState.FatalError, BotState.DataDeleted],
            state =>
                Given(Support.Given.ABotIn(state)!)
                    .When(Remove)
                    .ThenRefused(new BotRefusal.EventNotAllowed(BotEventType.LeaveRequested, state))
        );
    }

    [Fact]
    public void A_staged_bot_leaves_without_joining() =>
        Assert.Equal(BotState.Leaving, Given(Support.Given.AStagedBot()).When(Leave).After.State);

    [Fact]
    public void A_fatal_error_needs_no_sub_type() =>
        Given(Support.Given.AJoiningBot())
            .When(new BotCommand.Report("r", BotEventType.FatalError, null, null) { Actor = Actor.Runner })
            .Then(BotEventType.FatalError);

    [Fact]
    public void The_first_terminal_cause_wins()
    {
        var report = new BotCommand.Report("r", BotEventType.FatalError, "process_terminated", null) { Actor = Actor.Runner };

        Given(Support.Given.AnEndedBot()).When(report).ThenRefused(new BotRefusal.EventNotAllowed(BotEventType.FatalError, BotState.Ended));
    }

    [Theory]
    [InlineData("recording_permission_denied", null)]
    [InlineData("fatal_error", "request_to_join_denied")]
    [InlineData("could_not_join_meeting", null)]
    [InlineData("joined_meeting", "process_terminated")]
    [InlineData("leave_requested", "made_up")]
    public void An_event_accepts_only_its_own_sub_types(string name, string? subType)
    {
        var type = WireName.Parse<BotEventType>(name)!.Value;

        Given(Support.Given.AJoiningBot())
            .When(new BotCommand.Report("r", type, subType, null) { Actor = Actor.Runner })
            .ThenRefused(new BotRefusal.UnknownSubType(type, subType));
    }

    [Fact]
    public void A_command_is_claimed_once()
    {
        var claimed = Given(Support.Given.AJoiningBot()).When(Claim(1)).Then(BotEventType.CommandClaimed).After;

        Assert.Equal(
            new BotRefusal.CommandNotClaimable(),
            Assert.IsType<Decision.Refused>(BotDecider.Decide(claimed, Claim(1), Now)).Refusal
        );
    }

    [Fact]
    public void A_join_not_claimed_before_the_bot_left_is_stale() =>
        Given(Support.Given.AJoiningBot().And(BotEventType.LeaveRequested))
            .When(Claim(1))
            .ThenRefused(new BotRefusal.CommandNotClaimable());

    public static TheoryData<string> StatesOfLivingBots() =>
        new(
            Enum.GetValues<BotState>()
                .Where(state => state != BotState.Deleted && Support.Given.ABotIn(state) is not null)
                .Select(state => state.Name)
        );

    private static BotCommand.Create Create(BotDetails details) => new(details) { Actor = Support.Given.Caller };

    private static BotCommand.Update Update(BotChanges changes) => new(changes) { Actor = Support.Given.Caller };

    private static BotCommand.Claim Claim(int sequence) => new(sequence) { Actor = Actor.Runner };

    private static BotCommand.Report Report(BotEventType type) => new("r", type, null, null) { Actor = Actor.Runner };
}
