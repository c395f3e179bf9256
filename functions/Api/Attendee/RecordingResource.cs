namespace Usher.Api.Attendee;

/// <param name="Url">Shows the file, for a while.</param>
/// <param name="StartTimestampMs">When its first second was, in milliseconds since 1970; null: the runner did not say.</param>
internal sealed record RecordingResource(string Url, long? StartTimestampMs);
