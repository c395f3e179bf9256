namespace Usher.LocalHost.Workers;

internal enum RestartDecision
{
    /// <summary>Exit code 0: the worker is taken for closed, and stays so.</summary>
    StayClosed,

    /// <summary>Start it again.</summary>
    Restart,

    /// <summary>Too many errors: the host itself ends, and the platform starts it again.</summary>
    EndHost,
}
