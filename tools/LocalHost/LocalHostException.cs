namespace Usher.LocalHost;

/// <summary>The development host cannot continue. The message is a sentence for the person at the terminal.</summary>
internal sealed class LocalHostException(string message, Exception? innerException = null) : Exception(message, innerException)
{
    /// <summary>What the development host ends with.</summary>
    public int ExitCode { get; init; } = 1;
}
