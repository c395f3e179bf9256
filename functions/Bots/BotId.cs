using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;

namespace Usher.Bots;

/// <summary>
/// <c>bot_</c> and 16 base62 characters in ASCII order: 7 for the milliseconds since 2020, 1 for the shard, 8 random. Ids sort by creation
/// time and determine the partition of their rows.
/// </summary>
internal readonly record struct BotId
{
    public const int Shards = 16;

    private const string Prefix = "bot_";
    private const string Alphabet = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    private static readonly SearchValues<char> Symbols = SearchValues.Create(Alphabet);
    private const int TimeLength = 7;
    private const int RandomLength = 8;
    public static readonly DateTimeOffset Epoch = new(2020, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly string text;

    private BotId(string text) => this.text = text;

    /// <summary>From 0 to 15.</summary>
    public int Shard => Alphabet.IndexOf(text[Prefix.Length + TimeLength], StringComparison.Ordinal);

    /// <summary>From 0 to 1 (exclusive), uniform across bots; taken from two symbols of the random part.</summary>
    public double Spread =>
        ((Alphabet.IndexOf(text[^2], StringComparison.Ordinal) * Alphabet.Length) + Alphabet.IndexOf(text[^1], StringComparison.Ordinal))
        / (double)(Alphabet.Length * Alphabet.Length);

    /// <summary>When the bot was created, to the millisecond.</summary>
    public DateTimeOffset CreatedAt =>
        Epoch.AddMilliseconds(
            text.AsSpan(Prefix.Length, TimeLength)
                .ToString()
                .Aggregate(0L, (total, symbol) => (total * Alphabet.Length) + Alphabet.IndexOf(symbol, StringComparison.Ordinal))
        );

    /// <summary>
    /// A bot with a key (its deduplication key or else its creation's idempotency key) is placed in the shard of the key's row, so that
    /// both are written in one transaction.
    /// </summary>
    public static BotId New(DateTimeOffset now, string? key)
    {
        var shard = key is null ? RandomNumberGenerator.GetInt32(Shards) : ShardOf(key);
        return new BotId(
            FirstAt(now).text[..(Prefix.Length + TimeLength)] + Alphabet[shard] + RandomNumberGenerator.GetString(Alphabet, RandomLength)
        );
    }

    /// <summary>The shard of every bot with this key.</summary>
    public static int ShardOf(string key) => SHA256.HashData(Encoding.UTF8.GetBytes(key))[0] % Shards;

    /// <summary>The lowest id that a bot created at <paramref name="time"/> can have; a starting point for range reads.</summary>
    public static BotId FirstAt(DateTimeOffset time)
    {
        var rest = Math.Max(0, (long)(time - Epoch).TotalMilliseconds);
        Span<char> digits = stackalloc char[TimeLength];
        for (var i = TimeLength - 1; i >= 0; i--)
        {
            digits[i] = Alphabet[(int)(rest % Alphabet.Length)];
            rest /= Alphabet.Length;
        }

        return new BotId($"{Prefix}{digits}{new string(Alphabet[0], 1 + RandomLength)}");
    }

    public static bool TryParse([NotNullWhen(true)] string? text, out BotId id)
    {
        var valid =
            text is not null
            && text.Length == Prefix.Length + TimeLength + 1 + RandomLength
            && text.StartsWith(Prefix, StringComparison.Ordinal)
            && text.AsSpan(Prefix.Length).IndexOfAnyExcept(Symbols) < 0
            && Alphabet.IndexOf(text[Prefix.Length + TimeLength], StringComparison.Ordinal) < Shards;
        id = valid ? new BotId(text!) : default;
        return valid;
    }

    /// <exception cref="FormatException">The text is not the id of a bot.</exception>
    public static BotId Parse(string text) =>
        TryParse(text, out var id) ? id : throw new FormatException($"'{text}' is not the id of a bot.");

    public override string ToString() => text;
}
