using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Usher.Bots;
using Usher.Wire;

namespace Usher.Api.Validation;

/// <summary>
/// A time in the formats of Attendee's parser: first those of Python 3.10's <c>datetime.fromisoformat</c> (a date alone, any character
/// between date and time, an hour alone), then those of Django's <c>parse_datetime</c> (one digit for most parts, digits of any script, any
/// fraction, a Z). UTC unless an offset is given.
/// </summary>
internal static partial class TimeField
{
    public const string WrongFormat =
        "Datetime has wrong format. Use one of these formats instead: YYYY-MM-DDThh:mm[:ss[.uuuuuu]][+HH:MM|-HH:MM|Z].";

    private const string OutOfRange = "Datetime value out of range.";
    private static readonly TimeSpan Day = TimeSpan.FromDays(1);

    public static Checked<DateTimeOffset?> Check(JsonElement value) =>
        value.ValueKind != JsonValueKind.String || Read(SafeText.Of(value)) is not var (local, offset)
            ? Checked.Wrong<DateTimeOffset?>(WrongFormat)
        : ToUtc(local, offset) is { } time ? time
        : Checked.Wrong<DateTimeOffset?>(OutOfRange);

    /// <returns>Null if the text matches none of the formats, or is not a valid calendar time.</returns>
    public static DateTimeOffset? Parse(string text) => Read(text) is var (local, offset) ? ToUtc(local, offset) : null;

    private static (DateTime Local, TimeSpan Offset)? Read(string text) =>
        Read(IsoFormat().Match(text)) ?? Read(LooseFormat().Match(InAscii(WithoutLastBreak(text))));

    /// <summary>
    /// A line break may follow the loose format. It is not part of the expression because .NET would then match but lose the captured
    /// groups.
    /// </summary>
    private static string WithoutLastBreak(string text) => text.EndsWith('\n') ? text[..^1] : text;

    /// <summary>Digits count by their value, in any script.</summary>
    private static string InAscii(string text) =>
        Ascii.IsValid(text)
            ? text
            : string.Concat(
                text.EnumerateRunes()
                    .Select(rune =>
                        Rune.GetUnicodeCategory(rune) == UnicodeCategory.DecimalDigitNumber
                            ? new Rune('0' + (int)Rune.GetNumericValue(rune))
                            : rune
                    )
            );

    private static (DateTime Local, TimeSpan Offset)? Read(Match match)
    {
        int Number(string group) =>
            match.Groups[group] is { Success: true } digits ? int.Parse(digits.ValueSpan, CultureInfo.InvariantCulture) : 0;
        var (year, month, day) = (Number("year"), Number("month"), Number("day"));
        if (
            !match.Success
            || year < 1
            || month is < 1 or > 12
            || day < 1
            || day > DateTime.DaysInMonth(year, month)
            || Number("hour") > 23
            || Number("minute") > 59
            || Number("second") > 59
        )
        {
            return null;
        }

        var offset = new TimeSpan(Number("offsetHours"), Number("offsetMinutes"), Number("offsetSeconds"));
        if (offset >= Day)
        {
            return null;
        }

        var microseconds = match.Groups["fraction"].Value.PadRight(6, '0');
        var local = new DateTime(
            year,
            month,
            day,
            Number("hour"),
            Number("minute"),
            Number("second"),
            DateTimeKind.Unspecified
        ).AddMicroseconds(int.Parse(microseconds, CultureInfo.InvariantCulture));
        return (local, match.Groups["sign"].Value == "-" ? -offset : offset);
    }

    /// <summary>
    /// Null before the year 1 and after 9999. The offset may exceed the range of <see cref="DateTimeOffset"/>, so it is subtracted from the
    /// local time.
    /// </summary>
    private static DateTimeOffset? ToUtc(DateTime local, TimeSpan offset)
    {
        var ticks = local.Ticks - offset.Ticks;
        return ticks < DateTime.MinValue.Ticks || ticks > DateTime.MaxValue.Ticks ? null : new DateTimeOffset(ticks, TimeSpan.Zero);
    }

    [GeneratedRegex(
        @"\A(?<year>[0-9]{4})-(?<month>[0-9]{2})-(?<day>[0-9]{2})"
            + @"([\s\S](?<hour>[0-9]{2})(:(?<minute>[0-9]{2})(:(?<second>[0-9]{2})(\.(?<fraction>[0-9]{3}([0-9]{3})?))?)?)?"
            + @"((?<sign>[+-])(?<offsetHours>[0-9]{2}):(?<offsetMinutes>[0-9]{2})(:(?<offsetSeconds>[0-9]{2})(\.[0-9]{6})?)?)?)?\z",
        RegexOptions.NonBacktracking
    )]
    private static partial Regex IsoFormat();

    [GeneratedRegex(
        @"\A(?<year>[0-9]{4})-(?<month>[0-9]{1,2})-(?<day>[0-9]{1,2})[T ](?<hour>[0-9]{1,2}):(?<minute>[0-9]{1,2})"
            + @"(:(?<second>[0-9]{1,2})([.,](?<fraction>[0-9]{1,6})[0-9]{0,6})?)?"
            + @"\s*(Z|(?<sign>[+-])(?<offsetHours>[0-9]{2})(:?(?<offsetMinutes>[0-9]{2}))?)?\z",
        RegexOptions.NonBacktracking
    )]
    private static partial Regex LooseFormat();
}
