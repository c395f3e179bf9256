using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Usher.Bots;

namespace Usher.Storage;

/// <summary>Every partition and row key of the table <c>bots</c>, and nothing else spells one.</summary>
internal static class StreamRows
{
    public static string Partition(string project, int shard) => string.Create(CultureInfo.InvariantCulture, $"{project}-{shard}");

    public static string Partition(string project, BotId id) => Partition(project, id.Shard);

    public static string Head(BotId id) => $"head|{id}";

    public static string Event(BotId id, int sequence) => string.Create(CultureInfo.InvariantCulture, $"event|{id}|{sequence:D6}");

    public static string DeduplicationClaim(string key) => $"dedup|{Hash(key)}";

    public static string Report(BotId id, string reportId) => $"report|{id}|{reportId}";

    /// <param name="scope">The bot that the request is for, so that the key of a request for one says nothing about another; empty: creations.</param>
    /// <param name="key">The sender's.</param>
    public static string Request(string scope, string key) => $"request|{Hash($"{scope}\n{key}")}";

    private static string Hash(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
}
