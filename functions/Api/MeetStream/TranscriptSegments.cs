using System.Text.Json;
using Usher.Bots;
using Usher.Meetings;
using Usher.Wire;

namespace Usher.Api.MeetStream;

/// <summary>A transcript in MeetStream's format.</summary>
internal static class TranscriptSegments
{
    private const double Milliseconds = 1000;

    public static IReadOnlyList<TranscriptSegment> Of(Bot bot, IEnumerable<MeetingEvent.Utterance> utterances)
    {
        var beginning = bot.RecordingStartedAtMs ?? (bot.JoinedAt ?? bot.JoinAt).ToUnixTimeMilliseconds();
        return [.. utterances.Select(utterance => Of(utterance, beginning))];
    }

    private static TranscriptSegment Of(MeetingEvent.Utterance utterance, long beginning)
    {
        var speaker = utterance.Participant.Name ?? utterance.Participant.Uuid;
        var (start, end) = (utterance.TimestampMs, utterance.TimestampMs + utterance.DurationMs);
        return new TranscriptSegment(
            speaker,
            MeetingItems.TextOf(utterance),
            (start - beginning) / Milliseconds,
            (end - beginning) / Milliseconds,
            Time(start),
            Time(end),
            [.. Words(utterance, speaker, (start - beginning) / Milliseconds)]
        );
    }

    private static IEnumerable<TranscriptWord> Words(MeetingEvent.Utterance utterance, string speaker, double offset) =>
        utterance.Transcription is { } transcription
        && transcription.Element.TryGetProperty("words", out var words)
        && words.ValueKind == JsonValueKind.Array
            ? words.EnumerateArray().Where(word => word.ValueKind == JsonValueKind.Object).Select(word => Word(word, speaker, offset))
            : [];

    private static TranscriptWord Word(JsonElement word, string speaker, double offset)
    {
        var text = Text(word, "word") ?? Text(word, "punctuated_word") ?? "";
        return new TranscriptWord(
            text,
            Text(word, "punctuated_word") ?? text,
            offset + (Number(word, "start") ?? 0),
            offset + (Number(word, "end") ?? 0),
            Number(word, "confidence"),
            speaker,
            Number(word, "speaker_confidence")
        );
    }

    private static string? Text(JsonElement word, string name) =>
        word.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static double? Number(JsonElement word, string name) =>
        word.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number ? value.GetDouble() : null;

    /// <summary>Runners may report any millisecond up to the year 9999; adding a duration must not exceed it.</summary>
    private static string Time(long milliseconds) =>
        WireTime.Format(DateTimeOffset.FromUnixTimeMilliseconds(Math.Min(milliseconds, DateTimeOffset.MaxValue.ToUnixTimeMilliseconds())));
}
