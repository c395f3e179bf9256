using Usher.Bots;
using Usher.Tests.Support;

namespace Usher.Tests.Bots;

/// <summary>Every event in every state, checked against a second, handwritten copy of the specification's table.</summary>
public sealed class TransitionTableTests
{
    internal const string Joined = "joined_not_recording joined_recording joined_recording_paused joined_recording_permission_denied";
    private const string Breakout = "joining_breakout_room leaving_breakout_room";
    private const string InMeeting = $"{Joined} {Breakout}";

    // event; states it is allowed in; state it leads to ("=": unchanged, "<": the state before the move); the states listed in the refusal,
    // if different.
    private static readonly (string Event, string From, string To, string? Listed)[] Table =
    [
        ("staged", "scheduled", "staged", null),
        ("join_requested", "staged", "joining", "ready, staged"),
        ("put_in_waiting_room", "joining", "waiting_room", null),
        ("joined_meeting", "waiting_room joining", "joined_not_recording", "waiting_room, joining"),
        ("recording_permission_granted", "joined_not_recording joined_recording_permission_denied", "joined_recording", null),
        (
            "recording_permission_denied",
            Joined,
            "joined_recording_permission_denied",
            "joined_not_recording, joined_recording_permission_denied, joined_recording, joined_recording_paused"
        ),
        ("recording_paused", "joined_recording", "joined_recording_paused", null),
        ("recording_resumed", "joined_recording_paused", "joined_recording", null),
        (
            "began_joining_breakout_room",
            Joined,
            "joining_breakout_room",
            "joined_not_recording, joined_recording_permission_denied, joined_recording, joined_recording_paused"
        ),
        (
            "began_leaving_breakout_room",
            Joined,
            "leaving_breakout_room",
            "joined_not_recording, joined_recording_permission_denied, joined_recording, joined_recording_paused"
        ),
        ("joined_breakout_room", "joining_breakout_room", "<", null),
        ("left_breakout_room", "leaving_breakout_room", "<", null),
        (
            "leave_requested",
            $"staged joining waiting_room {InMeeting}",
            "leaving",
            "joined_recording_paused, joined_recording, joined_not_recording, joined_recording_permission_denied, waiting_room, joining, joining_breakout_room, leaving_breakout_room"
        ),
        (
            "meeting_ended",
            $"joining waiting_room leaving {InMeeting}",
            "post_processing",
            "joined_recording_paused, joined_recording, joined_not_recording, joined_recording_permission_denied, waiting_room, joining, leaving, joining_breakout_room, leaving_breakout_room"
        ),
        ("left_meeting", "leaving", "post_processing", null),
        ("post_processing_completed", "post_processing", "ended", null),
        ("could_not_join_meeting", "joining waiting_room", "fatal_error", "joining, waiting_room"),
        (
            "fatal_error",
            $"scheduled staged joining waiting_room {InMeeting} leaving post_processing",
            "fatal_error",
            "joining, joined_recording_paused, joined_recording, joined_not_recording, joined_recording_permission_denied, waiting_room, leaving, post_processing, "
                + "staged, scheduled, joining_breakout_room, leaving_breakout_room, connecting, disconnecting, connected"
        ),
        ("recording_saved", $"joining waiting_room {InMeeting} leaving post_processing", "=", null),
        ("transcription_started", $"joining waiting_room {InMeeting} leaving post_processing", "=", null),
        ("transcription_completed", $"joining waiting_room {InMeeting} leaving post_processing", "=", null),
        ("transcription_failed", $"joining waiting_room {InMeeting} leaving post_processing", "=", null),
        ("media_started", $"joining waiting_room {InMeeting} leaving post_processing", "=", null),
        ("media_finished", $"joining waiting_room {InMeeting} leaving post_processing", "=", null),
    ];

    public static TheoryData<string, string> EveryEventInEveryState()
    {
        var data = new TheoryData<string, string>();
        foreach (var state in Enum.GetValues<BotState>().Where(state => Given.ABotIn(state) is not null))
        {
            foreach (var row in Table)
            {
                data.Add(row.Event, state.Name);
            }
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(EveryEventInEveryState))]
    public void An_event_is_allowed_where_the_table_says_so(string @event, string stateName)
    {
        var (type, state) = (WireName.Parse<BotEventType>(@event)!.Value, WireName.Parse<BotState>(stateName)!.Value);
        var row = Table.Single(row => row.Event == @event);
        var command = new BotCommand.Report("report-1", type, Given.SubTypeOf(type), null) { Actor = Actor.Runner };

        var spec = Spec.Given(Given.ABotIn(state)!).When(command);

        if (row.From.Split(' ').Contains(stateName))
        {
            spec.Then(type);
            var expected = row.To switch
            {
                "=" => stateName,
                "<" => "joined_recording",
                _ => row.To,
            };
            Assert.Equal(expected, spec.After.State.Name);
        }
        else if (state == BotState.Deleted)
        {
            spec.ThenRefused(new BotRefusal.NotFound());
        }
        else
        {
            spec.ThenRefused(new BotRefusal.EventNotAllowed(type, state));
        }
    }

    [Fact]
    public void A_refusal_lists_the_states_in_the_peers_order()
    {
        foreach (var row in Table.Where(row => row.To != "="))
        {
            var refusal = new BotRefusal.EventNotAllowed(WireName.Parse<BotEventType>(row.Event)!.Value, BotState.Ended);

            Assert.Equal(
                $"Event {row.Event} not allowed when bot is in state ended. It is only allowed in these states: {row.Listed ?? row.From.Replace(" ", ", ", StringComparison.Ordinal)}",
                refusal.Text
            );
        }
    }

    [Fact]
    public void The_histories_lead_to_the_states_they_are_named_after()
    {
        foreach (var state in Enum.GetValues<BotState>())
        {
            if (Given.ABotIn(state) is { } history)
            {
                Assert.Equal(state, Bot.Fold(Spec.Id, history).State);
            }
        }
    }
}
