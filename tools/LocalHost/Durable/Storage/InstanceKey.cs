using System.Globalization;
using System.Text;

namespace Usher.LocalHost.Durable.Storage;

/// <summary>
/// An instance id as a partition key and back. Ids may hold anything (the extension does not check them), keys may not:
/// every byte but letters, digits and <c>- _ . : @</c> becomes <c>=XX</c>.
/// </summary>
internal static class InstanceKey
{
    private const int MaxLength = 512;

    public static bool IsPossible(string instanceId) => instanceId.Length > 0 && instanceId.Length <= MaxLength && Encode(instanceId).Length <= MaxLength;

    public static string Encode(string instanceId)
    {
        var key = new StringBuilder(instanceId.Length);
        foreach (var value in Encoding.UTF8.GetBytes(instanceId))
        {
            if (char.IsAsciiLetterOrDigit((char)value) || "-_.:@".Contains((char)value, StringComparison.Ordinal))
            {
                key.Append((char)value);
            }
            else
            {
                key.Append(CultureInfo.InvariantCulture, $"={value:X2}");
            }
        }

        return key.ToString();
    }

    public static string Decode(string key)
    {
        var bytes = new List<byte>(key.Length);
        for (var at = 0; at < key.Length; at++)
        {
            if (key[at] == '=')
            {
                bytes.Add(byte.Parse(key.AsSpan(at + 1, 2), NumberStyles.HexNumber, CultureInfo.InvariantCulture));
                at += 2;
            }
            else
            {
                bytes.Add((byte)key[at]);
            }
        }

        return Encoding.UTF8.GetString([.. bytes]);
    }
}
