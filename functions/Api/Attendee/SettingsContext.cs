using Usher.Bots;

namespace Usher.Api.Attendee;

/// <summary>What a rule about settings needs to know beyond the settings.</summary>
/// <param name="Meeting">Null: the meeting's address is none.</param>
/// <param name="IsZoomWeb">The bot is to join Zoom with the web client.</param>
internal sealed record SettingsContext(MeetingType? Meeting, bool IsZoomWeb, RunnerFeatures Features)
{
    public bool IsZoomNative => Meeting == MeetingType.Zoom && !IsZoomWeb;
}
