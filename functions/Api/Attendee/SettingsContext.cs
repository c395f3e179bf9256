using Usher.Bots;

namespace Usher.Api.Attendee;

/// <summary>What rules about settings depend on besides the settings.</summary>
/// <param name="Meeting">Null if the meeting URL is invalid.</param>
/// <param name="IsZoomWeb">Whether the bot joins Zoom with the web client.</param>
internal sealed record SettingsContext(MeetingType? Meeting, bool IsZoomWeb, RunnerFeatures Features)
{
    public bool IsZoomNative => Meeting == MeetingType.Zoom && !IsZoomWeb;
}
