using System.Runtime.InteropServices;

namespace Usher.LocalHost.Processes;

/// <summary>Ctrl-C, SIGTERM or a closed terminal asks once to stop; a second Ctrl-C ends the process immediately.</summary>
internal sealed class StopSignals : IDisposable
{
    private const int ForcedExitCode = 130;
    private static readonly PosixSignal[] Signals = [PosixSignal.SIGINT, PosixSignal.SIGTERM, PosixSignal.SIGHUP, PosixSignal.SIGQUIT];

    private readonly Action<string> report;
    private readonly CancellationTokenSource stop = new();
    private readonly PosixSignalRegistration[] registrations;

    public StopSignals(Action<string> report)
    {
        this.report = report;
        registrations = [.. Signals.Select(signal => PosixSignalRegistration.Create(signal, Handle))];
    }

    public CancellationToken Stop => stop.Token;

    public void Dispose()
    {
        Array.ForEach(registrations, registration => registration.Dispose());
        stop.Dispose();
    }

    private void Handle(PosixSignalContext context)
    {
        context.Cancel = true;
        if (!stop.IsCancellationRequested)
        {
            report("Stopping...");
            _ = stop.CancelAsync();
        }
        else if (context.Signal is PosixSignal.SIGINT)
        {
            // The processes that this process has started end with it.
            Environment.Exit(ForcedExitCode);
        }
    }
}
