using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;

namespace Usher.LocalHost.Storage;

/// <summary>
/// Which Azurite works on a folder. Its host may be killed at any time, and Azurite then saves before it ends: two on the same files
/// would lose what one of them writes.
/// </summary>
/// <param name="location">The folder that holds the data.</param>
internal sealed class AzuriteOwner(string location)
{
    /// <summary>The system rounds a process's start time to some milliseconds. A process id is not reused that soon.</summary>
    private static readonly TimeSpan Tolerance = TimeSpan.FromSeconds(2);

    private readonly string file = Path.Combine(location, "process.txt");

    /// <summary>Remembers the process: its id and when it began. One that has ended already works on nothing.</summary>
    public void Set(int processId)
    {
        try
        {
            using var process = Process.GetProcessById(processId);
            File.WriteAllText(file, FormattableString.Invariant($"{processId} {process.StartTime.ToUniversalTime():O}"));
        }
        catch (Exception exception) when (exception is ArgumentException or InvalidOperationException)
        {
            File.Delete(file);
        }
    }

    /// <summary>Waits until the last one has ended, and kills it after <paramref name="patience"/>.</summary>
    public async Task EndLastAsync(TimeSpan patience, Action<string> report, TimeProvider clock, CancellationToken cancellationToken)
    {
        using var process = FindLast();
        if (process is null)
        {
            return;
        }

        report($"Waiting for the Azurite of an earlier start to end: pid {process.Id}");
        try
        {
            await process.WaitForExitAsync(cancellationToken).WaitAsync(patience, clock, cancellationToken);
        }
        catch (TimeoutException)
        {
            report($"It did not end within {patience.TotalSeconds:0} s; killing it: pid {process.Id}");
            process.Kill();
            await process.WaitForExitAsync(cancellationToken);
        }
    }

    private Process? FindLast()
    {
        if (
            !File.Exists(file)
            || File.ReadAllText(file).Split(' ') is not [var id, var began]
            || !int.TryParse(id, CultureInfo.InvariantCulture, out var processId)
            || !DateTime.TryParse(began, CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind, out var start)
        )
        {
            return null;
        }

        try
        {
            var process = Process.GetProcessById(processId);
            if (!process.HasExited && (process.StartTime.ToUniversalTime() - start).Duration() < Tolerance)
            {
                return process;
            }

            process.Dispose();
        }
        catch (Exception exception) when (exception is ArgumentException or InvalidOperationException or Win32Exception)
        {
            // It is gone, or its id belongs to another user's process.
        }

        return null;
    }
}
