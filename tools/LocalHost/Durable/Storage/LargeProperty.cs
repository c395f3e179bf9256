using System.Globalization;
using System.Text;
using Usher.Storage.Tables;

namespace Usher.LocalHost.Durable.Storage;

/// <summary>
/// Values longer than a property may be (64 KiB), in pieces: <c>Event</c>, <c>Event2</c>, <c>Event3</c>… The extension moves such payloads to blobs;
/// here the row's own limit of 1 MiB is the end, and what is longer is refused.
/// </summary>
internal static class LargeProperty
{
    private const int PieceLength = 64 * 1024;
    private const int MaxPieces = 12;

    // A string property holds 32 Ki UTF-16 characters; longer text is kept as its bytes.
    private const int MaxTextLength = 32 * 1024;

    public const int MaxLength = MaxPieces * PieceLength;

    /// <exception cref="PayloadTooLargeException">Longer than a row can hold.</exception>
    public static void Set(TableEntity row, string name, ReadOnlySpan<byte> value)
    {
        if (value.Length > MaxLength)
        {
            throw new PayloadTooLargeException(value.Length);
        }

        for (var piece = 1; piece == 1 || value.Length > 0; piece++)
        {
            var length = Math.Min(value.Length, PieceLength);
            row[PieceName(name, piece)] = value[..length].ToArray();
            value = value[length..];
        }
    }

    public static void Set(TableEntity row, string name, string? value)
    {
        if (value?.Length > MaxTextLength)
        {
            Set(row, name, Encoding.UTF8.GetBytes(value));
        }
        else if (value is not null)
        {
            row[name] = value;
        }
    }

    public static byte[]? GetBytes(TableEntity row, string name)
    {
        if (row.GetBinary(name) is not { } bytes)
        {
            return null;
        }

        for (var piece = 2; row.GetBinary(PieceName(name, piece)) is { } more; piece++)
        {
            bytes = [.. bytes, .. more];
        }

        return bytes;
    }

    public static string? GetText(TableEntity row, string name) =>
        row.GetString(name) ?? (GetBytes(row, name) is { } bytes ? Encoding.UTF8.GetString(bytes) : null);

    private static string PieceName(string name, int piece) => piece == 1 ? name : string.Create(CultureInfo.InvariantCulture, $"{name}{piece}");
}

/// <summary>A payload that no row of this task hub can hold.</summary>
internal sealed class PayloadTooLargeException(int length)
    : Exception($"A payload of {length / 1024} KiB does not fit: this development host keeps at most {LargeProperty.MaxLength / 1024} KiB.");
