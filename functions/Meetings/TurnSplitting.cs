using System.Text.Json.Nodes;
using Usher.Bots;

namespace Usher.Meetings;

/// <summary>
/// Splits utterances where another participant starts to speak in a pause, as Attendee does for <c>split_on_turns=true</c>. Applies only if
/// every utterance has words with times.
/// </summary>
internal static class TurnSplitting
{
    /// <summary>A shorter silence between two words is not a pause.</summary>
    private const double ShortestPause = 0.3;

    /// <summary>Allows for differing times of transcribers.</summary>
    private const double Slack = 0.06;

    public static IReadOnlyList<MeetingEvent.Utterance> Of(IReadOnlyList<MeetingEvent.Utterance> utterances)
    {
        var all = utterances.Select(utterance => (Utterance: utterance, Words: WordsOf(utterance))).ToList();
        if (all.Exists(one => one.Words.Count == 0))
        {
            return utterances;
        }

        // In seconds since 1970.
        var starts = all.SelectMany(one => one.Words.Select(word => (one.Utterance.Participant.Uuid, At: StartOf(one.Utterance, word))))
            .OrderBy(start => start.At)
            .ToList();
        return
        [
            .. all.SelectMany(one => Split(one.Utterance, one.Words, starts))
                .OrderBy(piece => piece.TimestampMs)
                .ThenBy(piece => piece.Participant.Uuid, StringComparer.Ordinal),
        ];
    }

    private static IEnumerable<MeetingEvent.Utterance> Split(
        MeetingEvent.Utterance utterance,
        List<Word> words,
        List<(string Uuid, double At)> starts
    )
    {
        List<Word> piece = [];
        foreach (var word in words)
        {
            if (piece.Count > 0 && IsTurn(utterance, piece[^1], word, starts))
            {
                yield return Piece(utterance, piece);
                piece = [];
            }

            piece.Add(word);
        }

        yield return piece.Count == words.Count ? utterance : Piece(utterance, piece);
    }

    private static bool IsTurn(MeetingEvent.Utterance utterance, Word before, Word after, List<(string Uuid, double At)> starts)
    {
        var began = utterance.TimestampMs / 1000.0;
        return after.Start - before.End >= ShortestPause
            && starts.Exists(start =>
                start.Uuid != utterance.Participant.Uuid
                && start.At >= began + before.End - Slack
                && start.At <= began + after.Start + Slack
            );
    }

    private static MeetingEvent.Utterance Piece(MeetingEvent.Utterance utterance, List<Word> words)
    {
        var (from, to) = (words[0].Start, words[^1].End);
        var transcription = new JsonObject
        {
            ["transcript"] = string.Join(' ', words.Select(word => word.Text)),
            ["words"] = new JsonArray([.. words.Select(word => word.From(from))]),
        };
        return utterance with
        {
            TimestampMs = utterance.TimestampMs + (long)Math.Round(from * 1000),
            DurationMs = (long)Math.Round((to - from) * 1000),
            Transcription = JsonText.Of(transcription),
        };
    }

    private static double StartOf(MeetingEvent.Utterance utterance, Word word) => (utterance.TimestampMs / 1000.0) + word.Start;

    /// <returns>Empty if there are no words or one has no times.</returns>
    private static List<Word> WordsOf(MeetingEvent.Utterance utterance)
    {
        var words =
            utterance.Transcription is { } json
            && JsonNode.Parse(json.Text) is JsonObject transcription
            && transcription["words"] is JsonArray array
                ? array.Select(Word.Of).ToList()
                : [];
        return words.Contains(null) ? [] : [.. words.OfType<Word>()];
    }

    /// <summary>A word with its times in seconds from the start of the utterance.</summary>
    private sealed record Word(JsonObject Json, string Text, double Start, double End)
    {
        public static Word? Of(JsonNode? node) =>
            node is JsonObject json
            && Number(json["start"]) is { } start
            && Number(json["end"]) is { } end
            && (TextOf(json["punctuated_word"]) ?? TextOf(json["word"])) is { } text
                ? new Word(json, text, start, end)
                : null;

        /// <summary>The word with its times relative to another start.</summary>
        public JsonObject From(double beginning)
        {
            var moved = Json.DeepClone().AsObject();
            moved["start"] = Math.Round(Start - beginning, 3);
            moved["end"] = Math.Round(End - beginning, 3);
            return moved;
        }

        private static double? Number(JsonNode? node) =>
            node is JsonValue value && value.TryGetValue<double>(out var number) ? number : null;

        private static string? TextOf(JsonNode? node) => node is JsonValue value && value.TryGetValue<string>(out var text) ? text : null;
    }
}
