namespace Usher.LocalHost;

/// <summary>The development host cannot continue. The message is a sentence for the person at the terminal; the exit code is 1.</summary>
internal sealed class LocalHostException(string message, Exception? innerException = null) : Exception(message, innerException);
