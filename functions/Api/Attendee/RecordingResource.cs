namespace Usher.Api.Attendee;

/// <param name="Url">Gives access to the file for a limited time.</param>
/// <param name="StartTimestampMs">When the recording starts, in milliseconds since 1970; null if the runner did not report it.</param>
internal sealed record RecordingResource(string Url, long? StartTimestampMs);
