using System.Text.Json;
using System.Text.Json.Serialization;
using Usher.Storage;
using Usher.Wire;

namespace Usher.Api.Attendee;

/// <summary>An event in the feeds. It has one of the two sequence numbers, which tells its stream: the bot's or the meeting's.</summary>
internal sealed record EventResource(
    string BotId,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] int? SequenceNumber,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] int? MeetingSequenceNumber,
    string Type,
    string? SubType,
    string Actor,
    string CreatedAt,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? OldState,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? NewState,
    JsonElement? Data
)
{
    /// <summary>Present only on <c>join_requested</c>.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public PunctualityResource? Punctuality { get; init; }

    public static EventResource From(FeedEvent fed) =>
        new(
            fed.BotId,
            fed.OfMeeting is null ? fed.Sequence : null,
            fed.OfMeeting is null ? null : fed.Sequence,
            fed.Type,
            fed.SubType,
            fed.Actor,
            WireTime.Format(fed.At),
            fed.OldState,
            fed.NewState,
            fed.Data?.Element
        );
}
