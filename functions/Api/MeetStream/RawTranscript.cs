namespace Usher.Api.MeetStream;

/// <summary>A transcript in one piece, as transcription providers give it.</summary>
internal sealed record RawTranscript(string Id, string Status, string Text, IReadOnlyList<TranscriptSegment> Utterances);
