namespace Usher.Api.MeetStream;

/// <summary>A transcript as one object, in the form of transcription providers.</summary>
internal sealed record RawTranscript(string Id, string Status, string Text, IReadOnlyList<TranscriptSegment> Utterances);
