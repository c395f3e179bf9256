namespace Usher.Api.MeetStream;

/// <summary>What one participant said in one go. Seconds count from the beginning of the recording.</summary>
internal sealed record TranscriptSegment(
    string Speaker,
    string Transcript,
    double StartTime,
    double EndTime,
    string AbsoluteStartTime,
    string AbsoluteEndTime,
    IReadOnlyList<TranscriptWord> Words
);
