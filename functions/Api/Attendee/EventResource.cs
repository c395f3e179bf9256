using System.Text.Json;
using System.Text.Json.Serialization;
using Usher.Storage;
using Usher.Wire;

namespace Usher.Api.Attendee;

/// <summary>An event as feeds show it.</summary>
internal sealed record EventResource(
    string BotId,
    int SequenceNumber,
    string Type,
    string? SubType,
    string Actor,
    string CreatedAt,
    string OldState,
    string NewState,
    JsonElement? Data
)
{
    /// <summary>On the event <c>join_requested</c>, and nowhere else.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public PunctualityResource? Punctuality { get; init; }

    public static EventResource From(FedEvent fed) =>
        new(
            fed.BotId,
            fed.Sequence,
            fed.Type,
            fed.SubType,
            fed.Actor,
            WireTime.Format(fed.At),
            fed.OldState,
            fed.NewState,
            fed.Data?.Element
        );
}
