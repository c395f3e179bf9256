using System.Security.Cryptography;
using System.Text;
using Usher.Bots;

namespace Usher.Meetings;

/// <summary>
/// Public ids of a meeting's items: a prefix and 16 base62 characters, derived from what they identify and therefore always the same.
/// </summary>
internal static class MeetingIds
{
    private const string Alphabet = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    private const int Length = 16;

    public static string OfParticipant(BotId bot, string uuid) => Of("par_", bot, uuid);

    public static string OfPresence(BotId bot, int sequence) => Of("pe_", bot, FormattableString.Invariant($"{sequence}"));

    public static string OfChatMessage(BotId bot, int sequence) => Of("msg_", bot, FormattableString.Invariant($"{sequence}"));

    private static string Of(string prefix, BotId bot, string name)
    {
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes($"usher|{prefix}|{bot}|{name}"));
        return prefix + string.Concat(hash.Take(Length).Select(octet => Alphabet[octet % Alphabet.Length]));
    }
}
