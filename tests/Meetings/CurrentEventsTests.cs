using Usher.Bots;
using Usher.Meetings;

namespace Usher.Tests.Meetings;

public sealed class CurrentEventsTests
{
    private static readonly Participant Ann = new("u1", null, "Ann", IsHost: false, IsBot: false);
    private static readonly DateTimeOffset Start = new(2026, 1, 1, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void A_correction_replaces_what_it_corrects()
    {
        var current = CurrentEvents.Of(Stored(Says(0, "Hel"), Says(5, "you"), Says(0, "Hello")));

        Assert.Equal(["Hello", "you"], current.Select(one => MeetingItems.TextOf((MeetingEvent.Utterance)one.Latest.Event)));
        Assert.Equal([1, 2], current.Select(one => one.Sequence));
        Assert.Equal([3, 2], current.Select(one => one.Latest.Sequence));
    }

    [Fact]
    public void A_runners_own_id_identifies_an_utterance_wherever_it_begins()
    {
        var current = CurrentEvents.Of(Stored(Says(0, "Hel", "a"), Says(7, "Hello", "a"), Says(0, "Hel")));

        Assert.Equal(["Hello", "Hel"], current.Select(one => MeetingItems.TextOf((MeetingEvent.Utterance)one.Latest.Event)));
    }

    [Fact]
    public void An_event_without_an_identity_is_kept_as_its_own()
    {
        var message = new MeetingEvent.ChatMessage(Ann, 0, "Hi", ChatRecipient.Everyone, JsonText.EmptyObject);

        Assert.Equal(2, CurrentEvents.Of(Stored(message, message)).Count);
    }

    private static MeetingEvent.Utterance Says(long at, string text, string? source = null) =>
        new MeetingEvent.Utterance(Ann, at, 1, new JsonText($$"""{"transcript":"{{text}}"}"""), source);

    private static IEnumerable<StoredMeetingEvent> Stored(params MeetingEvent[] events) =>
        events.Select((next, index) => new StoredMeetingEvent(index + 1, Start.AddSeconds(index), "commit", next));
}
