using Usher.Bots;
using Usher.Tests.Support;
using static Usher.Bots.BotEventType;
using static Usher.Bots.BotState;

namespace Usher.Tests.Bots;

public sealed class ProjectionTests
{
    [Fact]
    public void Recording_progresses_in_steps_and_is_complete_once_saved()
    {
        var history = Given.AJoinedBot().ToList();
        Assert.Equal(RecordingState.NotStarted, Recording(history));
        Assert.Equal(RecordingState.InProgress, Recording(history.And(RecordingPermissionGranted)));
        Assert.Equal(RecordingState.Paused, Recording(history.And(RecordingPermissionGranted, RecordingPaused)));
        Assert.Equal(RecordingState.InProgress, Recording(history.And(RecordingPermissionGranted, RecordingPaused, RecordingResumed)));
        Assert.Equal(RecordingState.Paused, Recording(history.And(RecordingPermissionGranted, RecordingPermissionDenied)));
        Assert.Equal(RecordingState.InProgress, Recording(history.And(RecordingPermissionGranted, MeetingEnded)));
        Assert.Equal(
            RecordingState.Complete,
            Recording(history.And(RecordingPermissionGranted, MeetingEnded, RecordingSaved, PostProcessingCompleted))
        );
        Assert.Equal(RecordingState.Failed, Recording(history.And(RecordingPermissionGranted, MeetingEnded, PostProcessingCompleted)));
        Assert.Equal(RecordingState.NotStarted, Recording(history.And(RecordingPermissionDenied, MeetingEnded, PostProcessingCompleted)));
    }

    [Fact]
    public void A_bot_that_records_nothing_counts_as_complete()
    {
        var details = Given.Details() with { Settings = new BotSettings(new JsonText("""{"recording_settings":{"format":"none"}}""")) };

        Assert.Equal(RecordingState.Complete, Recording(Given.ARecordingBot(details).And(MeetingEnded, PostProcessingCompleted)));
    }

    [Fact]
    public void A_bot_with_recording_switched_off_never_starts_one()
    {
        var details = Given.Details() with { Settings = new BotSettings(new JsonText("""{"features":{"recording_enabled":false}}""")) };

        Assert.Equal(RecordingState.NotStarted, Recording(Given.ARecordingBot(details).And(MeetingEnded, PostProcessingCompleted)));
    }

    [Fact]
    public void The_transcription_outcome_is_decided_at_the_end()
    {
        Assert.Equal(TranscriptionState.NotStarted, Transcription(MeetingEnded, PostProcessingCompleted));
        Assert.Equal(TranscriptionState.InProgress, Transcription(TranscriptionStarted, MeetingEnded));
        Assert.Equal(TranscriptionState.Complete, Transcription(TranscriptionStarted, MeetingEnded, PostProcessingCompleted));
        Assert.Equal(
            TranscriptionState.Failed,
            Transcription(TranscriptionStarted, TranscriptionFailed, MeetingEnded, PostProcessingCompleted)
        );
    }

    [Fact]
    public void After_a_breakout_room_the_bot_returns_to_its_previous_state()
    {
        var paused = Given.ARecordingBot().And(RecordingPaused, BeganJoiningBreakoutRoom, JoinedBreakoutRoom);

        Assert.Equal(BotState.JoinedRecordingPaused, Bot.Fold(Spec.Id, paused).State);
        Assert.Equal(BotState.JoinedRecordingPaused, Bot.Fold(Spec.Id, paused.And(BeganLeavingBreakoutRoom, LeftBreakoutRoom)).State);
    }

    [Theory]
    [InlineData(JoinedNotRecording)]
    [InlineData(JoinedRecording)]
    [InlineData(JoinedRecordingPaused)]
    [InlineData(JoinedRecordingPermissionDenied)]
    internal void Whatever_is_told_on_the_way_to_a_breakout_room_the_bot_is_what_it_was_before(BotState before)
    {
        var joining = Given.ABotIn(before)!.And(BeganJoiningBreakoutRoom);

        Assert.Equal(before, Bot.Fold(Spec.Id, joining.And(TranscriptionStarted, JoinedBreakoutRoom)).State);
        Assert.Equal(
            before,
            Bot.Fold(Spec.Id, Given.ABotIn(before)!.And(BeganLeavingBreakoutRoom, RecordingSaved, LeftBreakoutRoom)).State
        );
    }

    [Fact]
    public void The_event_list_omits_facts_and_changes()
    {
        var bot = Bot.Fold(Spec.Id, Given.ARecordingBot().And(TranscriptionStarted, RecordingSaved));

        Assert.Equal([JoinRequested, JoinedMeeting, RecordingPermissionGranted], bot.Events.Select(entry => entry.Type));
        Assert.Equal(5, bot.Version);
    }

    [Fact]
    public void The_domain_references_only_the_base_library()
    {
        var usings = Directory
            .EnumerateFiles(Path.Combine(Usher.LocalHost.Repository.Root, "functions", "Bots"), "*.cs")
            .SelectMany(File.ReadLines)
            .Where(line => line.StartsWith("using ", StringComparison.Ordinal))
            .Select(line => line["using ".Length..].Replace("static ", "", StringComparison.Ordinal))
            .ToList();

        Assert.NotEmpty(usings);
        Assert.All(
            usings,
            name =>
                Assert.True(
                    (name.StartsWith("System", StringComparison.Ordinal) || name.StartsWith("Usher.Bots", StringComparison.Ordinal))
                        && !name.StartsWith("System.Net", StringComparison.Ordinal)
                        && !name.StartsWith("System.IO", StringComparison.Ordinal),
                    name
                )
        );
    }

    private static RecordingState Recording(IEnumerable<BotEvent> history) => Bot.Fold(Spec.Id, history).RecordingState;

    private static TranscriptionState Transcription(params BotEventType[] events) =>
        Bot.Fold(Spec.Id, Given.ARecordingBot().And(events)).TranscriptionState;
}
