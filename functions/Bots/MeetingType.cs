using System.Text.Unicode;

namespace Usher.Bots;

internal enum MeetingType
{
    Zoom,
    GoogleMeet,
    Teams,
}
