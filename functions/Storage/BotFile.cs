using System.Globalization;
using System.Security.Cryptography;
using Usher.Bots;

namespace Usher.Storage;

/// <summary>
/// A picture or a sound for a bot. Its name is made of the bot's and of its bytes, so that storing it again changes nothing.
/// </summary>
/// <param name="Type"><c>image/png</c>, <c>image/jpeg</c> or <c>audio/mp3</c>.</param>
internal sealed record BotFile(string Type, ReadOnlyMemory<byte> Bytes)
{
    public string Hash { get; } = Convert.ToHexStringLower(SHA256.HashData(Bytes.Span));

    /// <summary>What the stream and the runner's command hold of it: <c>{"type", "size", "sha256"}</c>.</summary>
    public JsonText Reference =>
        new(string.Create(CultureInfo.InvariantCulture, $"{{\"type\":\"{Type}\",\"size\":{Bytes.Length},\"sha256\":\"{Hash}\"}}"));

    /// <summary>With what the names of all files of a bot begin.</summary>
    public static string Prefix(string project, BotId bot) => $"{project}/{bot}/";

    public static string Name(string project, BotId bot, string hash) => $"{Prefix(project, bot)}{hash}";

    /// <summary>Where versions before this one have put it, for all bots of the project that have the same.</summary>
    public static string SharedName(string project, string hash) => $"{project}/{hash}";
}
