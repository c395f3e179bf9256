namespace Usher.Api.MeetStream;

/// <summary>Seconds are relative to the start of the recording. Values that the transcriber does not provide are omitted.</summary>
internal sealed record TranscriptWord(
    string Word,
    string PunctuatedWord,
    double Start,
    double End,
    double? Confidence,
    string Speaker,
    double? SpeakerConfidence
);
