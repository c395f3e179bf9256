using System.Globalization;

namespace Usher.Configuration;

/// <summary>Declares settings of the usual kinds.</summary>
internal static class SettingOf
{
    /// <summary>No clock overflows by it.</summary>
    private static readonly TimeSpan LongestTime = TimeSpan.FromDays(365);

    /// <param name="name">As in the environment.</param>
    /// <param name="fallback">The value if it is not set.</param>
    /// <param name="purpose">What it is for.</param>
    /// <param name="least">The shortest valid time; null for zero.</param>
    /// <param name="most">The longest valid time; null for a year.</param>
    /// <param name="unset">What applies if it is not set and there is no fallback.</param>
    public static Setting<TimeSpan?> Time(
        string name,
        TimeSpan? fallback,
        string purpose,
        TimeSpan? least = null,
        TimeSpan? most = null,
        string? unset = null
    )
    {
        var (shortest, longest) = (least ?? TimeSpan.Zero, most ?? LongestTime);
        return new Setting<TimeSpan?>(
            name,
            $"a time from {shortest} to {longest}, as [d.]hh:mm:ss",
            purpose,
            text => SettingText.Time(text) is { } time && time >= shortest && time <= longest ? time : null
        )
        {
            Default = fallback?.ToString() ?? unset,
            Fallback = _ => fallback,
        };
    }

    /// <summary>A whole number of at least 1; without a fallback, not set means no limit.</summary>
    public static Setting<int?> Limit(string name, string purpose, int? fallback = null) =>
        new(
            name,
            $"a whole number from 1 to {int.MaxValue.ToString(CultureInfo.InvariantCulture)}",
            purpose,
            text => SettingText.Number(text) is > 0 and var limit ? limit : null
        )
        {
            Default = fallback?.ToString(CultureInfo.InvariantCulture) ?? "no limit",
            Fallback = _ => fallback,
        };

    public static Setting<bool?> Switch(string name, bool fallback, string purpose, string? refusalInAzure = null) =>
        new(name, "true or false", purpose, SettingText.Switch)
        {
            Default = fallback ? "true" : "false",
            Fallback = _ => fallback,
            RefusalInAzure = isOn => isOn == true ? refusalInAzure : null,
        };

    public static Setting<string?> Url(string name, string example, string purpose) =>
        new(name, $"an http or https address, such as {example}", purpose, SettingText.Url);

    public static Setting<string?> Text(string name, string wanted, string purpose, string? fallback = null, bool isSecret = false) =>
        new(name, wanted, purpose, text => text) { Default = fallback, IsSecret = isSecret };

    public static Setting<string?> Choice(string name, string purpose, params string[] choices) =>
        new(name, string.Join(" or ", choices), purpose, text => choices.Contains(text) ? text : null)
        {
            Default = choices[0],
            Fallback = _ => choices[0],
        };

    public static Setting<IReadOnlyList<string>?> List(string name, string wanted, string purpose) =>
        new(name, wanted, purpose, SettingText.List) { Fallback = _ => [] };
}
