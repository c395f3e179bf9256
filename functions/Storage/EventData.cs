using System.Text.Json.Nodes;
using Usher.Bots;
using Usher.Wire;

namespace Usher.Storage;

/// <summary>
/// What feeds show of an event beyond its type: of settings only the names of their groups, and of a command only its name. The rest may be
/// secret and must not appear.
/// </summary>
internal static class EventData
{
    /// <returns>An object; null if there is nothing to show.</returns>
    public static JsonText? Of(BotEvent next) =>
        next switch
        {
            BotEvent.Created { Details: var details } => Text(
                new JsonObject
                {
                    ["meeting_url"] = details.MeetingUrl,
                    ["bot_name"] = details.BotName,
                    ["join_at"] = Time(details.JoinAt),
                    ["metadata"] = Node(details.Metadata),
                    ["deduplication_key"] = details.DeduplicationKey,
                    ["settings"] = Names(details.Settings),
                }
            ),
            BotEvent.Updated { Changes: var changes } => Text(
                new JsonObject(
                    new Dictionary<string, JsonNode?>
                    {
                        ["meeting_url"] = changes.MeetingUrl,
                        ["bot_name"] = changes.BotName,
                        ["join_at"] = Time(changes.JoinAt),
                        ["metadata"] = Node(changes.Metadata),
                        ["settings"] = changes.Settings is { } settings ? Names(settings) : null,
                    }.Where(change => change.Value is not null)
                )
            ),
            BotEvent.Claimed claimed => Text(new JsonObject { ["sequence_number"] = claimed.Sequence }),
            BotEvent.Commanded commanded => Text(new JsonObject { ["command"] = commanded.Command.Type.Name }),
            BotEvent.Transitioned transitioned => transitioned.Data,
            _ => null,
        };

    private static string? Time(DateTimeOffset? time) => time is { } value ? WireTime.Format(value) : null;

    private static JsonArray Names(BotSettings settings) =>
        [.. settings.Json.Element.EnumerateObject().Select(group => (JsonNode)group.Name)];

    private static JsonNode? Node(JsonText? text) => text is { } value ? JsonNode.Parse(value.Text) : null;

    private static JsonText Text(JsonObject data) => JsonText.Of(data);
}
