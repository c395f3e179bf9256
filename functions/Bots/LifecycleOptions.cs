namespace Usher.Bots;

/// <summary>How long each phase of a bot's life may take.</summary>
internal sealed class LifecycleOptions
{
    /// <summary>How long before <c>join_at</c> a scheduled bot is staged. 5 minutes.</summary>
    public TimeSpan StageLead { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>
    /// How long before <c>join_at</c> a bot's timer is set at most. Each bot's own lead is between a quarter and all of it, by its id, so
    /// that the timers of bots that join at the same time do not fire at the same time; what is left is waited out where the bot is
    /// advanced. Less than half a minute: a longer wait costs requests to storage. 20 seconds.
    /// </summary>
    public TimeSpan JoinLead { get; set; } = TimeSpan.FromSeconds(20);

    /// <summary>How late a bot that was never staged may still start. 15 minutes.</summary>
    public TimeSpan JoinGrace { get; set; } = TimeSpan.FromMinutes(15);

    /// <summary>How long a bot may be joining without a word from a runner. 10 minutes.</summary>
    public TimeSpan LaunchTimeout { get; set; } = TimeSpan.FromMinutes(10);

    /// <summary>How long a move to or from a breakout room may take. 10 minutes.</summary>
    public TimeSpan BreakoutRoomTimeout { get; set; } = TimeSpan.FromMinutes(10);

    /// <summary>How long a runner may take to leave. 2 minutes.</summary>
    public TimeSpan LeaveTimeout { get; set; } = TimeSpan.FromMinutes(2);

    /// <summary>How long post-processing may take. 1 hour.</summary>
    public TimeSpan PostProcessingTimeout { get; set; } = TimeSpan.FromHours(1);

    /// <summary>How long a runner that has sent heartbeats may be silent in a meeting. 10 minutes.</summary>
    public TimeSpan HeartbeatTimeout { get; set; } = TimeSpan.FromMinutes(10);

    /// <summary>
    /// How long a runner that has sent no heartbeat may say nothing in a meeting. 1 day, so that no meeting is cut short and no bot stays
    /// for ever.
    /// </summary>
    public TimeSpan SilenceTimeout { get; set; } = TimeSpan.FromDays(1);

    /// <summary>
    /// The minimum time to wait for a runner's report after an outage: as long as a runner may pause between its tries. 2 minutes.
    /// </summary>
    public TimeSpan OutageGrace { get; set; } = TimeSpan.FromMinutes(2);
}
