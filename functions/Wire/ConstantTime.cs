using System.Security.Cryptography;
using System.Text;

namespace Usher.Api;

/// <summary>Compares keys in a time that tells nothing of them, not even their lengths.</summary>
internal static class SameKey
{
    public static bool Is(string given, string expected) =>
        CryptographicOperations.FixedTimeEquals(
            SHA256.HashData(Encoding.UTF8.GetBytes(given)),
            SHA256.HashData(Encoding.UTF8.GetBytes(expected))
        );
}
