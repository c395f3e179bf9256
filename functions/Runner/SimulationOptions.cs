using Usher.Configuration;

namespace Usher.Runner;

/// <summary>The simulated runner's delays, in whole seconds as queues count them.</summary>
internal sealed record SimulationOptions
{
    /// <summary>From the waiting room into the meeting.</summary>
    public required TimeSpan Admission { get; init; }

    /// <summary>How long the meeting lasts if the bot is not told to leave.</summary>
    public required TimeSpan MeetingLength { get; init; }

    /// <summary>From the command to having left.</summary>
    public required TimeSpan Departure { get; init; }

    /// <summary>Saving and processing after the meeting.</summary>
    public required TimeSpan Processing { get; init; }

    /// <exception cref="SettingException">A setting is wrong.</exception>
    public static SimulationOptions Read(IConfiguration configuration) =>
        new()
        {
            Admission = SimulationSettings.Admission.Read(configuration)!.Value,
            MeetingLength = SimulationSettings.MeetingLength.Read(configuration)!.Value,
            Departure = SimulationSettings.Departure.Read(configuration)!.Value,
            Processing = SimulationSettings.Processing.Read(configuration)!.Value,
        };
}
