namespace Usher.Bots;

/// <summary>The platforms and their domains. <c>*.</c> stands for any number of labels before a domain, including none.</summary>
internal static class MeetingPlatforms
{
    private static readonly MeetingPlatform[] All =
    [
        new(MeetingType.GoogleMeet, ["meet.google.com", "www.meet.google.com"], GoogleMeetShapes.All),
        new(
            MeetingType.Teams,
            ["teams.microsoft.com", "teams.live.com", "teams.cloud.microsoft", "gov.teams.microsoft.us", "dod.teams.microsoft.us"],
            TeamsShapes.All
        ),
        new(MeetingType.Zoom, ["*.zoom.us", "*.zoom.com", "*.zoomgov.com"], ZoomShapes.All),
    ];

    /// <returns>Null if the host belongs to no platform.</returns>
    public static MeetingPlatform? Of(string host) => All.FirstOrDefault(platform => platform.Domains.Any(domain => Is(host, domain)));

    private static bool Is(string host, string domain) =>
        domain.StartsWith("*.", StringComparison.Ordinal) ? $".{host}".EndsWith(domain[1..], StringComparison.Ordinal) : host == domain;
}
