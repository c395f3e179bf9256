namespace Usher.LocalHost.Workers;

internal enum RestartDecision
{
    /// <summary>Exit code 0: the worker is considered closed for good.</summary>
    StayClosed,

    /// <summary>Restart the worker.</summary>
    Restart,

    /// <summary>Too many errors: the host itself ends, and the platform restarts it.</summary>
    EndHost,
}
