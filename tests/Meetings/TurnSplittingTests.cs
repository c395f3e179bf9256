using Usher.Bots;
using Usher.Meetings;

namespace Usher.Tests.Meetings;

public sealed class TurnSplittingTests
{
    private static readonly Participant Ann = new("u1", null, "Ann", IsHost: false, IsBot: false);
    private static readonly Participant Bob = new("u2", null, "Bob", IsHost: false, IsBot: false);

    [Fact]
    public void An_utterance_ends_where_someone_else_begins_during_its_pause()
    {
        var split = TurnSplitting.Of([
            Says(Ann, 1000, ("How", 0, 0.2), ("are", 0.25, 0.4), ("Good.", 2, 2.5)),
            Says(Bob, 1500, ("Fine.", 0, 0.6)),
        ]);

        Assert.Equal(
            ["u1 1000 400 How are", "u2 1500 600 Fine.", "u1 3000 500 Good."],
            split.Select(one =>
                FormattableString.Invariant($"{one.Participant.Uuid} {one.TimestampMs} {one.DurationMs} {MeetingItems.TextOf(one)}")
            )
        );
        Assert.Equal(0, split[2].Transcription!.Value.Element.GetProperty("words")[0].GetProperty("start").GetDouble());
    }

    [Fact]
    public void A_pause_in_which_no_one_else_begins_splits_nothing()
    {
        MeetingEvent.Utterance[] utterances = [Says(Ann, 1000, ("How", 0, 0.2), ("are", 2, 2.4)), Says(Bob, 9000, ("Fine.", 0, 0.6))];

        Assert.Equal(utterances, TurnSplitting.Of(utterances));
    }

    [Theory]
    [InlineData("""{"transcript": "Hello"}""")]
    [InlineData("""{"transcript": "Hello", "words": [{"word": "Hello", "start": 1}]}""")]
    [InlineData("""{"transcript": "Hello", "words": [5]}""")]
    public void Nothing_is_split_unless_every_word_has_its_times(string transcription)
    {
        MeetingEvent.Utterance[] utterances =
        [
            Says(Ann, 1000, ("How", 0, 0.2), ("are", 2, 2.4)),
            Says(Bob, 1500, ("Fine.", 0, 0.6)),
            new(Bob, 3000, 5, new JsonText(transcription)),
        ];

        Assert.Equal(utterances, TurnSplitting.Of(utterances));
    }

    private static MeetingEvent.Utterance Says(Participant who, long at, params (string Word, double Start, double End)[] words)
    {
        var spoken = string.Join(
            ",",
            words.Select(word => FormattableString.Invariant($$"""{"word":"{{word.Word}}","start":{{word.Start}},"end":{{word.End}}}"""))
        );
        var text = string.Join(' ', words.Select(word => word.Word));
        var json = $$"""{"transcript":"{{text}}","words":[{{spoken}}]}""";
        return new(who, at, (long)(words[^1].End * 1000), new JsonText(json));
    }
}
