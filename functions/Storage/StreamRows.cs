using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Usher.Bots;
using Usher.Meetings;

namespace Usher.Storage;

/// <summary>Every partition and row key of the table <c>bots</c>. No other code builds these keys.</summary>
internal static class StreamRows
{
    public static string Partition(string project, int shard) => string.Create(CultureInfo.InvariantCulture, $"{project}-{shard}");

    public static string Partition(string project, BotId id) => Partition(project, id.Shard);

    public const string HeadPrefix = "head|";

    public const string EventPrefix = "event|";

    public static string Head(BotId id) => $"{HeadPrefix}{id}";

    public static string Event(BotId id, int sequence) => string.Create(CultureInfo.InvariantCulture, $"{EventPrefix}{id}|{sequence:D6}");

    public static string DeduplicationKey(string key) => $"dedup|{Hash(key)}";

    public static string Report(BotId id, string reportId) => $"{ReportsOf(id)}{reportId}";

    public static string ReportsOf(BotId id) => $"report|{id}|";

    /// <summary>The row that guards a bot's meeting stream.</summary>
    public static string Meeting(BotId id) => $"meeting|{id}";

    public static string MeetingEvent(BotId id, MeetingKind kind, int sequence) =>
        string.Create(CultureInfo.InvariantCulture, $"{MeetingEventsOf(id, kind)}{sequence:D8}");

    public static string MeetingEventsOf(BotId id, MeetingKind kind) => $"{WireName.Of(kind)}|{id}|";

    /// <summary>Hashed, because any text can be a participant's uuid but not every text can be a row key.</summary>
    public static string Person(BotId id, string uuid) => $"{PersonsOf(id)}{Hash(uuid)}";

    public static string PersonsOf(BotId id) => $"person|{id}|";

    /// <summary>Marks a batch of meeting events as accepted.</summary>
    public static string Batch(BotId id, string batchId) => $"{BatchesOf(id)}{batchId}";

    public static string BatchesOf(BotId id) => $"batch|{id}|";

    /// <param name="scope">The bot the request is for, so that keys of different bots never collide; empty for creations.</param>
    /// <param name="key">The sender's key.</param>
    public static string Request(string scope, string key) => $"{RequestPrefix}{Hash($"{scope}\n{key}")}";

    public const string RequestPrefix = "request|";

    /// <summary>The first key after all that start with <paramref name="prefix"/>, which ends in |: } is the next character.</summary>
    public static string Behind(string prefix) => prefix[..^1] + "}";

    /// <summary>The row that holds a bot event's number in the feed.</summary>
    public static string FedPointer(string bot, int sequence) => string.Create(CultureInfo.InvariantCulture, $"fed|{bot}|{sequence:D6}");

    public static string FedPointersOf(BotId id) => $"fed|{id}|";

    public static string UnnumberedOf(BotId id) => $"{UnnumberedPrefix}{id}|";

    /// <summary>An event with its number in the partition's feed, or a batch of meeting events with the number of its last event.</summary>
    public static string Fed(long number) => string.Create(CultureInfo.InvariantCulture, $"feed|1|{number:D15}");

    public static long FedNumber(string rowKey) => long.Parse(rowKey.AsSpan(rowKey.LastIndexOf('|') + 1), CultureInfo.InvariantCulture);

    /// <summary>The last assigned number; sorts after all numbered and before all unnumbered rows.</summary>
    public const string LastFed = "feed|2";

    public static string Unnumbered(BotId id, int sequence) =>
        string.Create(CultureInfo.InvariantCulture, $"{UnnumberedPrefix}{id}|{sequence:D6}");

    /// <summary>A batch of meeting events; m sorts after the digits of the bot's own events.</summary>
    public static string UnnumberedBatch(BotId id, int from) =>
        string.Create(CultureInfo.InvariantCulture, $"{UnnumberedOf(id)}m{from:D8}");

    public static bool IsUnnumbered(string rowKey) => rowKey.StartsWith(UnnumberedPrefix, StringComparison.Ordinal);

    public const string FeedEnd = "feed|4";

    public static bool IsFed(string rowKey) => rowKey.StartsWith("feed|1|", StringComparison.Ordinal);

    public const string UnnumberedPrefix = "feed|3|";

    private static string Hash(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
}
