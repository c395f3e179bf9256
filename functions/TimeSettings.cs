using System.Globalization;

namespace Usher;

/// <summary>The settings of one section that are times, as <c>hh:mm:ss</c>.</summary>
internal sealed class TimeSettings(IConfiguration configuration, string section)
{
    /// <summary>No clock overflows by it.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromDays(365);

    /// <param name="name">Without its section.</param>
    /// <param name="fallback">Where it is not set.</param>
    /// <param name="least">It may be as short as this.</param>
    /// <param name="most">It may be as long as this; null: a year.</param>
    /// <exception cref="SettingException">It is no time, or one that is too short or too long.</exception>
    public TimeSpan Read(string name, TimeSpan fallback, TimeSpan least, TimeSpan? most = null)
    {
        var longest = most ?? Longest;
        return configuration[$"{section}:{name}"] is not { Length: > 0 } text ? fallback
            : TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out var time) && time >= least && time <= longest ? time
            : throw new SettingException(
                $"{section.Replace(":", "__", StringComparison.Ordinal)}__{name} is '{text}': a time from {least} to {longest} is wanted, "
                    + $"like {fallback}. Set it to one, or remove it: then it is {fallback}."
            );
    }
}
