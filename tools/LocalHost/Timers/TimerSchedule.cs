using System.Globalization;
using NCrontab;

namespace Usher.LocalHost.Timers;

/// <summary>When a timerTrigger is due, in UTC: an NCRONTAB expression of six fields (seconds first) or five, or a plain interval.</summary>
internal sealed class TimerSchedule
{
    private readonly Func<DateTimeOffset, DateTimeOffset> next;

    private TimerSchedule(Func<DateTimeOffset, DateTimeOffset> next) => this.next = next;

    /// <exception cref="FormatException">It is neither.</exception>
    public static TimerSchedule Parse(string text)
    {
        if (TimeSpan.TryParseExact(text, "c", CultureInfo.InvariantCulture, out var interval) && interval > TimeSpan.Zero)
        {
            return new TimerSchedule(after => after + interval);
        }

        var fields = text.Split(' ', StringSplitOptions.RemoveEmptyEntries).Length;
        var crontab = CrontabSchedule.TryParse(text, new CrontabSchedule.ParseOptions { IncludingSeconds = fields == 6 })
            ?? throw new FormatException($"'{text}' is not a schedule like '0 */5 * * * *'.");
        return new TimerSchedule(after => new DateTimeOffset(crontab.GetNextOccurrence(after.UtcDateTime), TimeSpan.Zero));
    }

    /// <summary>The first occurrence after <paramref name="after"/>.</summary>
    public DateTimeOffset Next(DateTimeOffset after) => next(after);

    /// <summary>States are not kept for schedules that come round within a minute.</summary>
    public bool IsShorterThanAMinute(DateTimeOffset now) => Next(Next(now)) - Next(now) < TimeSpan.FromMinutes(1);
}
