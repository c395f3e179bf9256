namespace Usher.Cli;

/// <summary>How every verb ends.</summary>
internal static class ExitCode
{
    public const int Done = 0;

    /// <summary>The request cannot be carried out, or a check found a problem.</summary>
    public const int Refused = 1;

    /// <summary>The command line or a setting is wrong.</summary>
    public const int Usage = 2;

    /// <summary>Storage, or the app, cannot be used.</summary>
    public const int Away = 3;

    /// <summary>Ctrl-C.</summary>
    public const int Interrupted = 130;
}
