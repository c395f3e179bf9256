using System.Text;
using System.Text.Unicode;

namespace Usher.Bots;

/// <summary>
/// A meeting's URL in its normal form: https, no tracking parameters, no fragment, and for Teams the parts that identify the meeting. Every
/// pasted variant (within text, in brackets, behind mail gateways, launcher pages, quoted links, http, default ports, capitals in the host)
/// has the same normal form. Text that names no meeting, or two, has none.
/// </summary>
internal sealed record MeetingUrl(MeetingType Type, string Text)
{
    /// <summary>The longest normal form, in code points.</summary>
    public const int MaxLength = 511;

    /// <summary>Each mail gateway on the way may have quoted the link.</summary>
    private const int MaxQuotings = 3;

    /// <summary>The most redirects nested in a link.</summary>
    private const int MaxRedirects = 3;

    /// <summary>The start of <c>http</c> in base64.</summary>
    private const string Base64Http = "aHR0";

    public bool IsTooLong => Text.Length > MaxLength && Text.EnumerateRunes().Count() > MaxLength;

    /// <param name="normal">A normal form.</param>
    /// <returns>Null if it is none.</returns>
    public static MeetingType? TypeOf(string normal) => MeetingPlatforms.Of(MeetingAddress.Read(normal).Host)?.Type;

    public static MeetingUrl? TryNormalize(string text)
    {
        var pasted = PastedText.Read(text);
        return OfLink(pasted.Text, pasted, MaxRedirects) ?? OnlyOne(pasted);
    }

    /// <summary>The meeting named somewhere in the text. Null if there are two, because either could be meant.</summary>
    private static MeetingUrl? OnlyOne(PastedText pasted)
    {
        List<MeetingUrl> named = [.. pasted.Links().Select(link => OfLink(link, pasted, MaxRedirects)).OfType<MeetingUrl>().Distinct()];
        return named.Count == 1 ? named[0] : null;
    }

    /// <summary>Tries the link as it is, then unquoted once and twice.</summary>
    private static MeetingUrl? OfLink(string url, PastedText pasted, int redirects)
    {
        for (var quoting = 0; quoting < MaxQuotings; quoting++)
        {
            if (NormalizeOnce(url, pasted, redirects) is { } normal && (normal.IsTooLong || !HoldsSecondUrl(normal.Text)))
            {
                return normal;
            }

            url = QuotedText.Unquote(url);
        }

        return null;
    }

    private static MeetingUrl? NormalizeOnce(string url, PastedText pasted, int redirects)
    {
        var address = MeetingAddress.Read(url);
        if (LinkRedirects.Target(address) is { } target)
        {
            return redirects > 0 ? OfLink(target, pasted, redirects - 1) : null;
        }

        return MeetingPlatforms.Of(address.Host) is { } platform && platform.Normalize(new MeetingLink(address, pasted)) is { } text
            ? new MeetingUrl(platform.Type, text)
            : null;
    }

    /// <summary>
    /// Whether the URL contains another URL, plain, quoted once or twice, or in base64 up to the end. Such a link leads elsewhere than it
    /// claims.
    /// </summary>
    private static bool HoldsSecondUrl(string url)
    {
        for (var at = 1; at < url.Length; at++)
        {
            if (url[at] is 'h' or '%' && BeginsWithUrl(QuotedText.Unquote(QuotedText.Unquote(url[at..]))))
            {
                return true;
            }
        }

        return HoldsBase64Url(url);
    }

    private static bool HoldsBase64Url(string url)
    {
        var letters = string.Concat(url.Where(c => char.IsAsciiLetterOrDigit(c) || c is '+' or '/'));
        if (!letters.Contains(Base64Http, StringComparison.Ordinal))
        {
            return false;
        }

        for (var at = 1; at < url.Length; at++)
        {
            if (Base64Text.Decode(url.AsSpan(at)) is { } bytes && Utf8.IsValid(bytes) && BeginsWithUrl(Encoding.UTF8.GetString(bytes)))
            {
                return true;
            }
        }

        return false;
    }

    private static bool BeginsWithUrl(string text)
    {
        var rest =
            text.StartsWith("http://", StringComparison.Ordinal) ? text.AsSpan(7)
            : text.StartsWith("https://", StringComparison.Ordinal) ? text.AsSpan(8)
            : default;
        return rest.Length > 0
            && rest[0] is not ('<' or '>' or '"' or '\'' or (>= '\u001c' and <= '\u001f'))
            && !char.IsWhiteSpace(rest[0]);
    }
}
