using System.Diagnostics;

/// <summary>
/// Runs before Main in every .NET process that <see cref="Usher.LocalHost.Processes.ChildProcess"/> starts, and ends that process with its
/// parent, however the parent dies. The runtime finds it by its name, without a namespace.
/// </summary>
internal static class StartupHook
{
    public const string Variable = "DOTNET_STARTUP_HOOKS";

    public static void Initialize()
    {
        // The children of this process do not depend on that parent.
        Environment.SetEnvironmentVariable(Variable, null);
        new Thread(EndWithInput) { IsBackground = true }.Start();
    }

    // Nothing is ever written there: the read returns when the last writer is gone.
    private static void EndWithInput()
    {
        using var input = Console.OpenStandardInput();
        while (input.ReadByte() >= 0) { }

        Process.GetCurrentProcess().Kill();
    }
}
