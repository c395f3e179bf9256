namespace Usher.Configuration;

/// <summary>The simulated runner's delays.</summary>
internal static class SimulationSettings
{
    private const string Section = "Usher__Simulation__";

    /// <summary>A message can be hidden for this long.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromDays(7);

    public static readonly Setting<TimeSpan?> Admission = SettingOf.Time(
        $"{Section}{nameof(Admission)}",
        TimeSpan.FromSeconds(1),
        "How long a bot is in the waiting room.",
        most: Longest
    );

    public static readonly Setting<TimeSpan?> MeetingLength = SettingOf.Time(
        $"{Section}{nameof(MeetingLength)}",
        TimeSpan.FromSeconds(30),
        "How long the meeting lasts unless the bot is told to leave; with `00:00:00` no participants join it.",
        most: Longest
    );

    public static readonly Setting<TimeSpan?> Departure = SettingOf.Time(
        $"{Section}{nameof(Departure)}",
        TimeSpan.FromSeconds(1),
        "How long a bot takes to leave after the command.",
        most: Longest
    );

    public static readonly Setting<TimeSpan?> Processing = SettingOf.Time(
        $"{Section}{nameof(Processing)}",
        TimeSpan.FromSeconds(1),
        "How long saving and processing take after the meeting.",
        most: Longest
    );

    public static readonly SettingGroup Group = new("Simulated runner", [Admission, MeetingLength, Departure, Processing]);
}
