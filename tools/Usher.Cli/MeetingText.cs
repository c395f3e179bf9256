using System.Text;
using Usher.Bots;
using Usher.Meetings;

namespace Usher.Cli;

/// <summary>Formats meeting events for people: each stays on one line and cannot affect the terminal.</summary>
internal static class MeetingText
{
    public static string Of(PublishedMeetingEvent told) =>
        Of(
            told.Participant,
            told.Stored.Event switch
            {
                MeetingEvent.Utterance utterance => MeetingItems.TextOf(utterance),
                MeetingEvent.ChatMessage message => message.Text,
                MeetingEvent.Presence presence => WireName.Of(presence.Type),
                _ => "",
            }
        );

    public static string Of(Participant who, string what)
    {
        var text = new StringBuilder($"{who.Name ?? who.Uuid}: {what}");
        for (var index = 0; index < text.Length; index++)
        {
            text[index] = char.IsControl(text[index]) ? ' ' : text[index];
        }

        return text.ToString();
    }
}
