using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Usher.Api.Validation;

/// <summary>A time as the peer's parser takes it: one or two digits for most parts, seconds and fraction optional, UTC where no offset is given.</summary>
internal static partial class TimeField
{
    public const string WrongFormat =
        "Datetime has wrong format. Use one of these formats instead: YYYY-MM-DDThh:mm[:ss[.uuuuuu]][+HH:MM|-HH:MM|Z].";

    public static Checked<DateTimeOffset?> Check(JsonElement value) =>
        value.ValueKind == JsonValueKind.String && Parse(SafeText.Of(value)) is { } time ? time : Checked.Wrong<DateTimeOffset?>(WrongFormat);

    public static DateTimeOffset? Parse(string text)
    {
        var match = Pattern().Match(text);
        if (!match.Success)
        {
            return null;
        }

        int Number(string group) => match.Groups[group].Success ? int.Parse(match.Groups[group].ValueSpan, CultureInfo.InvariantCulture) : 0;
        try
        {
            var fraction = match.Groups["fraction"].Value.PadRight(6, '0')[..6];
            var local = new DateTime(Number("year"), Number("month"), Number("day"), Number("hour"), Number("minute"), Number("second"), DateTimeKind.Unspecified)
                .AddTicks(int.Parse(fraction, CultureInfo.InvariantCulture) * 10L);
            return Offset(match.Groups["offset"].Value) is { } offset
                ? new DateTimeOffset(DateTime.SpecifyKind(local - offset, DateTimeKind.Utc))
                : null;
        }
        catch (ArgumentOutOfRangeException)
        {
            return null;
        }
    }

    /// <summary>Up to a day in either direction, which is more than <see cref="DateTimeOffset"/> allows: hence minutes, taken off the local time.</summary>
    private static TimeSpan? Offset(string text)
    {
        if (text is "" or "Z" or "z")
        {
            return TimeSpan.Zero;
        }

        var hours = int.Parse(text.AsSpan(1, 2), CultureInfo.InvariantCulture);
        var minutes = text.Length > 3 ? int.Parse(text.AsSpan(text.Length - 2), CultureInfo.InvariantCulture) : 0;
        return hours > 23 || minutes > 59 ? null : new TimeSpan(hours, minutes, 0) * (text[0] == '-' ? -1 : 1);
    }

    [GeneratedRegex(
        @"^(?<year>[0-9]{4})-(?<month>[0-9]{1,2})-(?<day>[0-9]{1,2})[T ](?<hour>[0-9]{1,2}):(?<minute>[0-9]{1,2})(:(?<second>[0-9]{1,2})([.,](?<fraction>[0-9]{1,6})[0-9]{0,6})?)?[ \t]*(?<offset>Z|z|[+-][0-9]{2}(:?[0-9]{2})?)?$",
        RegexOptions.NonBacktracking)]
    private static partial Regex Pattern();
}
