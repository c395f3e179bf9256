using Azure;

namespace Usher.Storage;

/// <summary>How far a meeting stream has come.</summary>
/// <param name="Version">The sequence number of its last event.</param>
/// <param name="Participants">How many participants it knows.</param>
/// <param name="IsErased">Its bot's data has been deleted: nothing is added any more.</param>
/// <param name="ETag">Guards the next append; null: there is no row yet.</param>
internal sealed record StoredMeeting(int Version, int Participants, bool IsErased, ETag? ETag)
{
    public static readonly StoredMeeting None = new(0, 0, IsErased: false, ETag: null);
}
