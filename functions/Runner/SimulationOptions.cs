namespace Usher.Runner;

/// <summary>
/// The simulated runner's delays, in whole seconds as queues count them. Settings <c>Usher__Simulation__Admission</c> and so on.
/// </summary>
internal sealed class SimulationOptions
{
    /// <summary>From the waiting room into the meeting. 1 s.</summary>
    public TimeSpan Admission { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>How long the meeting lasts where nobody tells the bot to leave. 30 s.</summary>
    public TimeSpan MeetingLength { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>From the command to having left. 1 s.</summary>
    public TimeSpan Departure { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>Saving and processing after the meeting. 1 s.</summary>
    public TimeSpan Processing { get; set; } = TimeSpan.FromSeconds(1);
}
