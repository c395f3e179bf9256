using System.Text.Json;
using Azure.Data.Tables;
using Usher.Bots;

namespace Usher.Storage;

/// <summary>
/// Converts events to and from rows. An unknown event type is an error and never skipped: a projection without the event would be wrong.
/// </summary>
internal static class StoredEvents
{
    /// <summary>Takes the place of an event whose writer was too slow: nothing can ever be written there.</summary>
    public const string Void = "void";

    public static TableEntity ToRow(string project, BotId id, StoredEvent stored)
    {
        var row = new TableEntity(StreamRows.Partition(project, id), StreamRows.Event(id, stored.Sequence))
        {
            ["Type"] = stored.Event.Type.Name,
            ["SubType"] = stored.Event.SubType,
            ["At"] = stored.Event.At,
            ["Actor"] = stored.Event.Actor.Name,
            ["OldState"] = stored.OldState.Name,
            ["NewState"] = stored.NewState.Name,
            ["Commit"] = stored.Commit,
            ["DueAt"] = stored.DueAt,
            ["Traceparent"] = stored.Traceparent,
        };
        if (Payload(stored.Event) is { } payload)
        {
            row.SetLargeText("Data", payload);
        }

        return row.WithoutNulls();
    }

    /// <returns>Null for a void row.</returns>
    public static StoredEvent? FromRow(TableEntity row)
    {
        var name = row.GetString("Type")!;
        return name == Void
            ? null
            : new StoredEvent(
                int.Parse(row.RowKey.AsSpan(row.RowKey.LastIndexOf('|') + 1), System.Globalization.CultureInfo.InvariantCulture),
                Event(
                    WireName.Parse<BotEventType>(name)
                        ?? throw new InvalidDataException($"Row {row.RowKey} holds an event of the unknown type '{name}'."),
                    row
                ),
                WireName.Parse<BotState>(row.GetString("OldState")!)!.Value,
                WireName.Parse<BotState>(row.GetString("NewState")!)!.Value,
                row.GetString("Commit")!,
                row.GetDateTimeOffset("DueAt"),
                row.GetString("Traceparent")
            );
    }

    /// <returns>The stored form of what an event says beyond its type; null if there is nothing.</returns>
    public static string? Payload(BotEvent next) =>
        next switch
        {
            BotEvent.Created created => JsonSerializer.Serialize(created.Details, BotJson.Default.BotDetails),
            BotEvent.Updated updated => JsonSerializer.Serialize(updated.Changes, BotJson.Default.BotChanges),
            BotEvent.Claimed { Capabilities: { } capabilities } claimed => JsonSerializer.Serialize(
                new StoredClaim(claimed.Sequence, capabilities),
                BotJson.Default.StoredClaim
            ),
            BotEvent.Claimed claimed => JsonSerializer.Serialize(claimed.Sequence, BotJson.Default.Int32),
            BotEvent.Commanded commanded => JsonSerializer.Serialize(commanded.Command, BotJson.Default.MeetingCommand),
            BotEvent.Transitioned { Data: { } data } => data.Text,
            _ => null,
        };

    private static BotEvent Event(BotEventType type, TableEntity row)
    {
        var payload = row.GetLargeText("Data");
        BotEvent next = type switch
        {
            BotEventType.Updated => new BotEvent.Updated(JsonSerializer.Deserialize(payload!, BotJson.Default.BotChanges)!)
            {
                Type = type,
                At = default,
                Actor = default,
            },
            BotEventType.CommandClaimed => Claimed(payload!),
            BotEventType.CommandRequested => new BotEvent.Commanded(JsonSerializer.Deserialize(payload!, BotJson.Default.MeetingCommand)!)
            {
                Type = type,
                At = default,
                Actor = default,
            },
            BotEventType.BotCreated or BotEventType.JoinRequested when row.GetString("OldState") == BotState.Ready.Name =>
                new BotEvent.Created(JsonSerializer.Deserialize(payload!, BotJson.Default.BotDetails)!)
                {
                    Type = type,
                    At = default,
                    Actor = default,
                },
            _ => new BotEvent.Transitioned(payload is null ? null : new JsonText(payload))
            {
                Type = type,
                At = default,
                Actor = default,
            },
        };
        return next with
        {
            At = row.GetDateTimeOffset("At")!.Value,
            Actor = new Actor(row.GetString("Actor")!),
            SubType = row.GetString("SubType"),
        };
    }

    /// <summary>A number, or an object if the runner declared its capabilities.</summary>
    private static BotEvent.Claimed Claimed(string payload)
    {
        var stored = payload.StartsWith('{') ? JsonSerializer.Deserialize(payload, BotJson.Default.StoredClaim)! : null;
        return new BotEvent.Claimed(stored?.Sequence ?? JsonSerializer.Deserialize(payload, BotJson.Default.Int32), stored?.Capabilities)
        {
            Type = BotEventType.CommandClaimed,
            At = default,
            Actor = default,
        };
    }
}
