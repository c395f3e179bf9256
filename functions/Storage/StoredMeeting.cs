using Azure;

namespace Usher.Storage;

/// <summary>The state of a meeting stream.</summary>
/// <param name="Version">The sequence number of the last event.</param>
/// <param name="Participants">The number of known participants.</param>
/// <param name="IsErased">The bot's data is deleted: the stream must no longer grow.</param>
/// <param name="ETag">Guards the next append; null if there is no row yet.</param>
internal sealed record StoredMeeting(int Version, int Participants, bool IsErased, ETag? ETag)
{
    public static readonly StoredMeeting None = new(0, 0, IsErased: false, ETag: null);
}
