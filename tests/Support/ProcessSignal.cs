using System.Runtime.InteropServices;

namespace Usher.Tests.Support;

/// <summary>POSIX signals by number; .NET itself can only send SIGKILL.</summary>
internal static partial class ProcessSignal
{
    public const int Interrupt = 2;
    public const int Kill = 9;
    public const int Terminate = 15;

    /// <summary>Freezes a process until <see cref="Continue"/>; a process cannot ignore it.</summary>
    public static readonly int Stop = OperatingSystem.IsMacOS() ? 17 : 19;
    public static readonly int Continue = OperatingSystem.IsMacOS() ? 19 : 18;

    /// <summary>Succeeds if the process has already gone.</summary>
    public static void Send(int processId, int signal) => _ = SendSignal(processId, signal);

    [LibraryImport("libc", EntryPoint = "kill")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int SendSignal(int processId, int signal);
}
