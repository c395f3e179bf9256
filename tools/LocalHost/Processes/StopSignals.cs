using System.Runtime.InteropServices;

namespace Usher.LocalHost.Processes;

/// <summary>Ctrl-C, SIGTERM or a closed terminal asks once to stop; a second Ctrl-C does not wait any longer.</summary>
internal sealed class StopSignals : IDisposable
{
    private const int ForcedExitCode = 130;

    private readonly CancellationTokenSource stop = new();
    private readonly List<PosixSignalRegistration> registrations;

    public StopSignals(Action<string> report) =>
        registrations = [.. new[] { PosixSignal.SIGINT, PosixSignal.SIGTERM, PosixSignal.SIGHUP, PosixSignal.SIGQUIT }.Select(signal => PosixSignalRegistration.Create(signal, context =>
        {
            context.Cancel = true;
            if (!stop.IsCancellationRequested)
            {
                report("Stopping...");
                _ = stop.CancelAsync();
            }
            else if (signal == PosixSignal.SIGINT)
            {
                // The guard ends what is left.
                Environment.Exit(ForcedExitCode);
            }
        }))];

    public CancellationToken Stop => stop.Token;

    public void Dispose()
    {
        registrations.ForEach(registration => registration.Dispose());
        stop.Dispose();
    }
}
