using System.Buffers;
using System.Text;
using System.Text.Unicode;

namespace Usher.Bots;

internal enum MeetingType
{
    Zoom,
    GoogleMeet,
    Teams,
}

/// <summary>
/// A meeting's address in its normal form: https, no tracking parameters, no fragment, and for Teams the four parts that identify the meeting.
/// Every spelling that people paste (launcher pages, quoted links, http, default ports, capitals in the host) leads to the same form.
/// </summary>
internal sealed record MeetingUrl(MeetingType Type, string Text)
{
    /// <summary>Code points in the normal form.</summary>
    public const int MaxLength = 511;

    /// <summary>A link may have been quoted by each mail gateway on its way.</summary>
    private const int MaxQuotings = 3;

    /// <summary>How <c>http</c> begins in base64.</summary>
    private const string Base64Http = "aHR0";

    private const string Google = "meet.google.com/";
    private static readonly SearchValues<char> CodeCharacters = SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-");

    public bool IsTooLong => Text.Length > MaxLength && Text.EnumerateRunes().Count() > MaxLength;

    public static MeetingUrl? TryNormalize(string text)
    {
        var url = text.Trim().TrimEnd('>');
        for (var quoting = 0; quoting < MaxQuotings; quoting++)
        {
            if (NormalizeOnce(url) is { } normal && (normal.IsTooLong || !HoldsSecondUrl(normal.Text)))
            {
                return normal;
            }

            url = QuotedText.Unquote(url);
        }

        return null;
    }

    private static MeetingUrl? NormalizeOnce(string url)
    {
        var address = MeetingAddress.Read(url);
        return address.Host switch
        {
            "meet.google.com" => GoogleMeet(address.Url),
            "teams.microsoft.com" or "teams.live.com" => TeamsMeetingUrl.Normalize(address.Url),
            "zoom.us" or "zoom.com" => ZoomMeetingUrl.Normalize(address),
            var host when host.EndsWith(".zoom.us", StringComparison.Ordinal) || host.EndsWith(".zoom.com", StringComparison.Ordinal) => ZoomMeetingUrl.Normalize(address),
            _ => null,
        };
    }

    /// <summary>The first code that stands behind the host, wherever that is written.</summary>
    private static MeetingUrl? GoogleMeet(string url)
    {
        for (var at = url.IndexOf(Google, StringComparison.Ordinal); at >= 0; at = url.IndexOf(Google, at + 1, StringComparison.Ordinal))
        {
            var rest = url.AsSpan(at + Google.Length);
            var end = rest.IndexOfAnyExcept(CodeCharacters);
            if (end != 0 && rest.Length > 0)
            {
                return new MeetingUrl(MeetingType.GoogleMeet, $"https://{Google}{(end < 0 ? rest : rest[..end])}");
            }
        }

        return null;
    }

    /// <summary>Whether another address begins inside: as it is, quoted once or twice, or in base64 up to the end. Such a link leads somewhere else than it says.</summary>
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
        var rest = text.StartsWith("http://", StringComparison.Ordinal) ? text.AsSpan(7) : text.StartsWith("https://", StringComparison.Ordinal) ? text.AsSpan(8) : default;
        return rest.Length > 0 && rest[0] is not ('<' or '>' or '"' or '\'' or (>= '\u001c' and <= '\u001f')) && !char.IsWhiteSpace(rest[0]);
    }
}
