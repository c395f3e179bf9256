using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Usher.Bots;

namespace Usher.Runner;

/// <summary>
/// Issues tokens that allow reporting for one bot until they expire: <c>base64url(project|bot|unix seconds).base64url(HMAC-SHA256)</c>.
/// Tokens signed with older keys are accepted, so that rotating the key does not cut off bots in meetings.
/// </summary>
internal sealed class RunnerTokens(byte[] key, TimeProvider clock, params IEnumerable<byte[]> older)
{
    /// <summary>No meeting lasts longer, and no report arrives later.</summary>
    private static readonly TimeSpan Validity = TimeSpan.FromDays(7);

    public string Create(string project, BotId bot)
    {
        var expires = (clock.GetUtcNow() + Validity).ToUnixTimeSeconds();
        var claims = Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{project}|{bot}|{expires}"));
        return $"{Base64Url.EncodeToString(claims)}.{Base64Url.EncodeToString(HMACSHA256.HashData(key, claims))}";
    }

    /// <returns>The token's project and bot; null if the token is forged, expired or malformed.</returns>
    public (string Project, BotId Bot)? Validate(string token)
    {
        var parts = token.Split('.');
        if (parts.Length != 2 || !Base64Url.IsValid(parts[0]) || !Base64Url.IsValid(parts[1]))
        {
            return null;
        }

        var claims = Base64Url.DecodeFromChars(parts[0]);
        var signature = Base64Url.DecodeFromChars(parts[1]);
        if (!older.Prepend(key).Any(known => CryptographicOperations.FixedTimeEquals(HMACSHA256.HashData(known, claims), signature)))
        {
            return null;
        }

        var fields = Encoding.UTF8.GetString(claims).Split('|');
        return DateTimeOffset.FromUnixTimeSeconds(long.Parse(fields[2], CultureInfo.InvariantCulture)) > clock.GetUtcNow()
            ? (fields[0], BotId.Parse(fields[1]))
            : null;
    }
}
