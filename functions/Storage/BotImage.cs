using System.Globalization;
using System.Security.Cryptography;
using Usher.Bots;

namespace Usher.Storage;

/// <summary>A picture for a bot. Its name is made of its bytes, so that the same picture is kept once and storing it again changes nothing.</summary>
/// <param name="Type"><c>image/png</c> or <c>image/jpeg</c>.</param>
internal sealed record BotImage(string Type, ReadOnlyMemory<byte> Bytes)
{
    private readonly string hash = Convert.ToHexStringLower(SHA256.HashData(Bytes.Span));

    /// <summary>What the stream and the runner's command hold of it: <c>{"type", "size", "sha256"}</c>.</summary>
    public JsonText Reference => new(string.Create(CultureInfo.InvariantCulture, $"{{\"type\":\"{Type}\",\"size\":{Bytes.Length},\"sha256\":\"{hash}\"}}"));

    public string Name(string project) => Name(project, hash);

    public static string Name(string project, string hash) => $"{project}/{hash}";
}
