using System.Collections.Frozen;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Usher.Wire.Bodies;

/// <summary>
/// The <c>charset</c> of a Content-Type, by the names that Attendee's Python accepts. A charset unknown to Python is ignored, as Attendee's
/// recorded responses show: the body is read as UTF-8. A charset that only Python knows is refused.
/// </summary>
internal static partial class Charset
{
    /// <summary>Plus the part number of ISO 8859.</summary>
    private const int Latin = 28590;
    private const int Utf16 = 1200;
    private const int Utf32 = 12000;

    /// <summary>Names that .NET lacks, in full or in part.</summary>
    private static readonly FrozenDictionary<string, int> CodePages = new Dictionary<string, int>
    {
        ["utf-8"] = 65001,
        ["utf8"] = 65001,
        ["u8"] = 65001,
        ["utf"] = 65001,
        ["utf8-ucs2"] = 65001,
        ["utf8-ucs4"] = 65001,
        ["cp65001"] = 65001,
        ["ascii"] = 20127,
        ["us-ascii"] = 20127,
        ["us"] = 20127,
        ["646"] = 20127,
        ["ansi-x3.4-1968"] = 20127,
        ["iso646-us"] = 20127,
        ["latin"] = 28591,
        ["latin-1"] = 28591,
        ["latin1"] = 28591,
        ["l1"] = 28591,
        ["8859"] = 28591,
        ["iso8859"] = 28591,
        ["iso-8859-1"] = 28591,
        ["latin2"] = 28592,
        ["latin3"] = 28593,
        ["latin4"] = 28594,
        ["latin5"] = 28599,
        ["latin9"] = 28605,
        ["cyrillic"] = 28595,
        ["arabic"] = 28596,
        ["greek"] = 28597,
        ["hebrew"] = 28598,
        ["utf-16"] = Utf16,
        ["utf16"] = Utf16,
        ["u16"] = Utf16,
        ["utf-16le"] = Utf16,
        ["utf-16-le"] = Utf16,
        ["utf-16be"] = 1201,
        ["utf-16-be"] = 1201,
        ["utf-32"] = Utf32,
        ["utf32"] = Utf32,
        ["u32"] = Utf32,
        ["utf-32le"] = Utf32,
        ["utf-32-le"] = Utf32,
        ["utf-32be"] = 12001,
        ["utf-32-be"] = 12001,
        ["sjis"] = 932,
        ["shiftjis"] = 932,
        ["s-jis"] = 932,
        ["ujis"] = 51932,
        ["eucjp"] = 51932,
        ["euckr"] = 51949,
        ["koi8r"] = 20866,
        ["koi8u"] = 21866,
        ["gb18030"] = 54936,
        ["gbk"] = 936,
        ["gb2312"] = 936,
        ["big5"] = 950,
        ["macroman"] = 10000,
        ["mac-roman"] = 10000,
        ["tis-620"] = 874,
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>Python rejects these without a byte order mark at the start.</summary>
    private static readonly FrozenSet<string> Marked = FrozenSet.Create(
        StringComparer.Ordinal,
        "utf-16",
        "utf16",
        "u16",
        "utf-32",
        "utf32",
        "u32"
    );

    /// <summary>Charsets that Python has and .NET lacks. Reading them as UTF-8 could change the body's text.</summary>
    private static readonly FrozenSet<string> OnlyThere = FrozenSet.Create(
        StringComparer.Ordinal,
        "utf-7",
        "utf7",
        "u7",
        "utf-8-sig",
        "utf8-sig",
        "punycode",
        "idna",
        "unicode-escape",
        "raw-unicode-escape",
        "undefined",
        "palmos",
        "hp-roman8",
        "roman8",
        "rot13",
        "rot-13",
        "hex",
        "hex-codec",
        "base64",
        "base64-codec",
        "bz2",
        "bz2-codec",
        "zlib",
        "zlib-codec",
        "zip",
        "uu",
        "uu-codec",
        "quopri",
        "quopri-codec",
        "quoted-printable",
        "hz",
        "hz-gb-2312",
        "johab",
        "iso-2022-jp",
        "iso2022-jp",
        "iso2022jp",
        "iso-2022-kr",
        "iso2022-kr",
        "iso2022kr",
        "big5-hkscs",
        "big5hkscs",
        "shift-jis-2004",
        "shift-jisx0213",
        "euc-jis-2004",
        "euc-jisx0213",
        "ptcp154",
        "kz1048",
        "koi8-t",
        "mac-cyrillic",
        "mac-greek",
        "mac-iceland",
        "mac-latin2",
        "mac-turkish",
        "mac-croatian",
        "mac-romanian",
        "mac-arabic",
        "mac-farsi"
    );

    /// <summary>
    /// The value of the last parameter of this name, lowercase, with each run of characters other than letters, digits and dots replaced by
    /// a hyphen; null if there is none.
    /// </summary>
    public static string? Of(string contentType) =>
        Parameter().Matches(contentType) is [.., var last]
            ? Separators().Replace(last.Groups["value"].Value.Trim('"', ' ', '\t').ToLowerInvariant(), "-")
            : null;

    /// <param name="name">As returned by <see cref="Of"/>.</param>
    /// <param name="bytes">Text in that charset.</param>
    /// <param name="utf8">The same text in UTF-8.</param>
    /// <returns>False if the charset is not supported here; this says nothing about the bytes.</returns>
    /// <exception cref="DecoderFallbackException">The bytes are not valid text in the charset.</exception>
    public static bool TryConvert(string? name, ReadOnlyMemory<byte> bytes, out ReadOnlyMemory<byte> utf8)
    {
        utf8 = bytes;
        if (name is null || Find(name) is not { } encoding)
        {
            return name is null || !OnlyThere.Contains(name);
        }

        if (encoding.CodePage == Encoding.UTF8.CodePage)
        {
            return true;
        }

        var text = bytes.Span;
        if (Marked.Contains(name))
        {
            encoding = ByMark(text, encoding.CodePage) ?? throw new DecoderFallbackException("There is no byte order mark.");
            text = text[encoding.Preamble.Length..];
        }

        utf8 = Encoding.UTF8.GetBytes(encoding.GetString(text));
        return true;
    }

    private static Encoding? ByMark(ReadOnlySpan<byte> bytes, int codePage)
    {
        foreach (var order in (int[])(codePage == Utf16 ? [Utf16, Utf16 + 1] : [Utf32, Utf32 + 1]))
        {
            if (bytes.StartsWith(Encoding.GetEncoding(order).Preamble))
            {
                return Strict(order);
            }
        }

        return null;
    }

    /// <returns>Null if the charset is unknown.</returns>
    private static Encoding? Find(string name)
    {
        if (CodePages.TryGetValue(name, out var known))
        {
            return Strict(known);
        }

        if (OnlyThere.Contains(name))
        {
            return null;
        }

        if (Numbered().Match(name) is { Success: true } numbered)
        {
            return Strict(
                numbered.Groups["iso"] is { Success: true } part
                    ? Latin + int.Parse(part.ValueSpan, CultureInfo.InvariantCulture)
                    : int.Parse(numbered.Groups["number"].ValueSpan, CultureInfo.InvariantCulture)
            );
        }

        return Named(name) ?? Named(name.Replace('-', '_'));
    }

    private static Encoding? Named(string name) =>
        CodePagesEncodingProvider.Instance.GetEncoding(name, EncoderFallback.ExceptionFallback, DecoderFallback.ExceptionFallback);

    private static Encoding? Strict(int codePage) =>
        codePage switch
        {
            65001 or 20127 or 28591 or Utf16 or Utf16 + 1 or Utf32 or Utf32 + 1 => Encoding.GetEncoding(
                codePage,
                EncoderFallback.ExceptionFallback,
                DecoderFallback.ExceptionFallback
            ),
            _ => CodePagesEncodingProvider.Instance.GetEncoding(
                codePage,
                EncoderFallback.ExceptionFallback,
                DecoderFallback.ExceptionFallback
            ),
        };

    [GeneratedRegex(
        @";\s*charset\s*=(?<value>[^;]*)",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.NonBacktracking
    )]
    private static partial Regex Parameter();

    [GeneratedRegex(@"[^a-z0-9.]+", RegexOptions.NonBacktracking)]
    private static partial Regex Separators();

    [GeneratedRegex(@"\A((iso-?8859-(?<iso>[0-9]{1,2}))|((cp-?|windows-|ibm-?)?(?<number>[0-9]{3,5})))\z", RegexOptions.NonBacktracking)]
    private static partial Regex Numbered();
}
