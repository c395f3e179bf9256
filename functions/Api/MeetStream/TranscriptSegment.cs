namespace Usher.Api.MeetStream;

/// <summary>A continuous utterance of one participant. Seconds are relative to the start of the recording.</summary>
internal sealed record TranscriptSegment(
    string Speaker,
    string Transcript,
    double StartTime,
    double EndTime,
    string AbsoluteStartTime,
    string AbsoluteEndTime,
    IReadOnlyList<TranscriptWord> Words
);
