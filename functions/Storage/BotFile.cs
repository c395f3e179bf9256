using System.Globalization;
using System.Security.Cryptography;
using Usher.Bots;

namespace Usher.Storage;

/// <summary>
/// A picture or sound of a bot. Its blob name consists of the bot's id and its hash, so storing it again changes nothing.
/// </summary>
/// <param name="Type"><c>image/png</c>, <c>image/jpeg</c> or <c>audio/mp3</c>.</param>
internal sealed record BotFile(string Type, ReadOnlyMemory<byte> Bytes)
{
    public string Hash { get; } = Convert.ToHexStringLower(SHA256.HashData(Bytes.Span));

    /// <summary>The reference in the stream and in the runner's command: <c>{"type", "size", "sha256"}</c>.</summary>
    public JsonText Reference =>
        new(string.Create(CultureInfo.InvariantCulture, $"{{\"type\":\"{Type}\",\"size\":{Bytes.Length},\"sha256\":\"{Hash}\"}}"));

    /// <summary>The prefix of all the bot's file names.</summary>
    public static string Prefix(string project, BotId bot) => $"{project}/{bot}/";

    public static string Name(string project, BotId bot, string hash) => $"{Prefix(project, bot)}{hash}";

    /// <summary>Where earlier versions stored the file, shared by all bots of the project with the same bytes.</summary>
    public static string SharedName(string project, string hash) => $"{project}/{hash}";
}
