using System.Text.Json;
using Usher.Bots;

namespace Usher.Meetings;

/// <summary>A meeting event with what publishing it requires.</summary>
/// <param name="First">The sequence number of the event that this one edits, or its own.</param>
/// <param name="Participant">As the meeting knows them: with the first reported name and the current role.</param>
internal sealed record PublishedMeetingEvent(StoredMeetingEvent Stored, int First, Participant Participant)
{
    /// <summary>The API, webhooks and the feed leave out that the bot itself joined, left or spoke.</summary>
    public static bool IsTold(MeetingEvent next) => next is not MeetingEvent.Presence { Participant.IsBot: true };

    /// <summary>Writes the event as it appears under <c>data</c> in webhooks and in the feed.</summary>
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
