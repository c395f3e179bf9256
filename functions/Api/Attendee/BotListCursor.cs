using System.Buffers.Text;
using System.Text;
using Usher.Bots;
using Usher.Storage;

namespace Usher.Api.Attendee;

/// <summary>A position in the list and the direction to read in. Opaque to clients.</summary>
/// <param name="Place">Null for the beginning.</param>
internal sealed record BotListCursor(BotListPlace? Place, bool IsBackward)
{
    private const char Backward = 'b',
        Forward = 'a',
        Behind = '+',
        Before = '-';

    /// <summary>What callers may give in place of a cursor, for <see cref="End"/>.</summary>
    public const string Latest = "latest";

    /// <summary>By how much the clock that gave a bot its id may be ahead of ours.</summary>
    private static readonly TimeSpan ClockSkew = TimeSpan.FromMinutes(1);

    public static readonly BotListCursor Start = new(null, IsBackward: false);

    /// <summary>Behind every bot, reading backward.</summary>
    public static BotListCursor End(DateTimeOffset now) => new(BotListPlace.Before(BotId.FirstAt(now + ClockSkew)), IsBackward: true);

    /// <returns>Null if the text is not a cursor of ours.</returns>
    public static BotListCursor? Parse(string text)
    {
        Span<byte> bytes = stackalloc byte[64];
        return
            Base64Url.IsValid(text, out var decodedLength)
            && decodedLength <= bytes.Length
            && Base64Url.TryDecodeFromChars(text, bytes, out var length)
            && Encoding.ASCII.GetString(bytes[..length]) is [Backward or Forward, Behind or Before, ..] decoded
            && BotId.TryParse(decoded[2..], out var id)
            ? new BotListCursor(new BotListPlace(id, decoded[1] == Behind), decoded[0] == Backward)
            : null;
    }

    public override string ToString() =>
        Base64Url.EncodeToString(
            Encoding.ASCII.GetBytes($"{(IsBackward ? Backward : Forward)}{(Place!.Value.IsBehind ? Behind : Before)}{Place.Value.Id}")
        );
}
