using System.Text.Json;
using Usher.Bots;
using Usher.Wire;

namespace Usher.Api.Attendee;

/// <summary>A bot in API responses.</summary>
internal sealed record BotResource(
    string Id,
    JsonElement? Metadata,
    string MeetingUrl,
    string State,
    IReadOnlyList<BotEventResource> Events,
    string TranscriptionState,
    string RecordingState,
    string JoinAt,
    string? DeduplicationKey
)
{
    public static BotResource From(Bot bot) =>
        new(
            bot.Id.ToString(),
            bot.Metadata?.Element,
            bot.MeetingUrl,
            bot.State.Name,
            [.. bot.Events.Select(entry => new BotEventResource(entry.Type.Name, entry.SubType, WireTime.Format(entry.At)))],
            WireName.Of(bot.TranscriptionState),
            WireName.Of(bot.RecordingState),
            WireTime.Format(bot.JoinAt),
            bot.DeduplicationKey
        );
}
