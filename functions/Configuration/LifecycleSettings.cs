using Usher.Bots;

namespace Usher.Configuration;

/// <summary>How long each phase of a bot's life may take.</summary>
internal static class LifecycleSettings
{
    private const string Section = "Usher__Lifecycle__";

    /// <summary>A timer that is due sooner spins.</summary>
    private static readonly TimeSpan Shortest = TimeSpan.FromSeconds(1);

    /// <summary>A longer wait in an activity costs requests to storage.</summary>
    private static readonly TimeSpan LongestJoinLead = TimeSpan.FromSeconds(30);

    private static readonly LifecycleOptions Defaults = new();

    public static readonly Setting<TimeSpan?> StageLead = SettingOf.Time(
        $"{Section}{nameof(StageLead)}",
        Defaults.StageLead,
        "How long before `join_at` a bot is staged."
    );

    public static readonly Setting<TimeSpan?> JoinLead = SettingOf.Time(
        $"{Section}{nameof(JoinLead)}",
        Defaults.JoinLead,
        "The earliest that a bot's timer fires before `join_at`: each bot's lead is between a quarter and all of it, by its id, and the "
            + "rest is waited out to the millisecond.",
        most: LongestJoinLead
    );

    public static readonly Setting<TimeSpan?> JoinGrace = SettingOf.Time(
        $"{Section}{nameof(JoinGrace)}",
        Defaults.JoinGrace,
        "How late a bot that was never staged may still start."
    );

    public static readonly Setting<TimeSpan?> LaunchTimeout = SettingOf.Time(
        $"{Section}{nameof(LaunchTimeout)}",
        Defaults.LaunchTimeout,
        "How long a bot may be joining without a report from a runner; the command is sent again after one third and two thirds of it.",
        Shortest
    );

    public static readonly Setting<TimeSpan?> BreakoutRoomTimeout = SettingOf.Time(
        $"{Section}{nameof(BreakoutRoomTimeout)}",
        Defaults.BreakoutRoomTimeout,
        "How long a move to or from a breakout room may take.",
        Shortest
    );

    public static readonly Setting<TimeSpan?> LeaveTimeout = SettingOf.Time(
        $"{Section}{nameof(LeaveTimeout)}",
        Defaults.LeaveTimeout,
        "How long a runner may take to leave; the command is sent again after one third and two thirds of it.",
        Shortest
    );

    public static readonly Setting<TimeSpan?> PostProcessingTimeout = SettingOf.Time(
        $"{Section}{nameof(PostProcessingTimeout)}",
        Defaults.PostProcessingTimeout,
        "How long post-processing may take.",
        Shortest
    );

    public static readonly Setting<TimeSpan?> HeartbeatTimeout = SettingOf.Time(
        $"{Section}{nameof(HeartbeatTimeout)}",
        Defaults.HeartbeatTimeout,
        "How long a runner that sends heartbeats may be silent in a meeting.",
        Shortest
    );

    public static readonly Setting<TimeSpan?> SilenceTimeout = SettingOf.Time(
        $"{Section}{nameof(SilenceTimeout)}",
        Defaults.SilenceTimeout,
        "How long a runner that has sent no heartbeat may report nothing in a meeting.",
        Shortest
    );

    public static readonly Setting<TimeSpan?> OutageGrace = SettingOf.Time(
        $"{Section}{nameof(OutageGrace)}",
        Defaults.OutageGrace,
        "The least time that runners have to report after an outage of the app or of storage; an outage never counts as silence."
    );

    public static readonly SettingGroup Group = new(
        "Lifecycle",
        [
            StageLead,
            JoinLead,
            JoinGrace,
            LaunchTimeout,
            BreakoutRoomTimeout,
            LeaveTimeout,
            PostProcessingTimeout,
            HeartbeatTimeout,
            SilenceTimeout,
            OutageGrace,
        ]
    );
}
