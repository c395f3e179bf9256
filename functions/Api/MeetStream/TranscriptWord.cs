namespace Usher.Api.MeetStream;

/// <summary>Seconds count from the beginning of the recording. What the transcriber does not say is left out.</summary>
internal sealed record TranscriptWord(
    string Word,
    string PunctuatedWord,
    double Start,
    double End,
    double? Confidence,
    string Speaker,
    double? SpeakerConfidence
);
