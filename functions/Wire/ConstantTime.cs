using System.Security.Cryptography;
using System.Text;

namespace Usher.Wire;

/// <summary>Compares keys in a time that reveals nothing about them, not even their lengths.</summary>
internal static class ConstantTime
{
    public static bool AreEqual(string given, string expected) =>
        CryptographicOperations.FixedTimeEquals(
            SHA256.HashData(Encoding.UTF8.GetBytes(given)),
            SHA256.HashData(Encoding.UTF8.GetBytes(expected))
        );
}
