using System.Text.Json;
using Usher.Bots;

namespace Usher.Meetings;

/// <summary>An event of a meeting with what it takes to tell it.</summary>
/// <param name="First">The sequence number of the event that this one edits, or its own.</param>
/// <param name="Participant">As the meeting knows them: named as at first, with the role of now.</param>
internal sealed record ToldMeetingEvent(StoredMeetingEvent Stored, int First, Participant Participant)
{
    /// <summary>Neither the API nor webhooks nor the feed tell that the bot itself came, went or spoke.</summary>
    public static bool IsTold(MeetingEvent next) => next is not MeetingEvent.Presence { Participant.IsBot: true };

    /// <summary>As webhooks and the feed have it in <c>data</c>.</summary>
    public void Write(Utf8JsonWriter writer, BotId bot)
    {
        switch (Stored.Event)
        {
            case MeetingEvent.Utterance utterance:
                MeetingItems.Write(writer, utterance, Participant, onlyText: true);
                break;
            case MeetingEvent.ChatMessage message:
                MeetingItems.Write(writer, bot, First, message, Participant);
                break;
            case MeetingEvent.Presence presence:
                MeetingItems.Write(writer, bot, First, presence, Participant);
                break;
        }
    }
}
